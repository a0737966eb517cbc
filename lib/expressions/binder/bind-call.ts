/** Calls: the definition is looked up, the arguments are bound, and the definition says what comes out. */
import { MillraceError } from '../../errors.ts'
import type { DataType } from '../../types/data-type.ts'
import { quoteIdentifier, quoteName } from '../../types/ddl/identifier.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import { nullType } from '../../types/types.ts'
import type { Bound, BoundLambda } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import { callText } from '../call-text.ts'
import { isFoldable } from '../foldable.ts'
import type { Expression } from '../expression.ts'
import { expressionText } from '../expression-text.ts'
import { interpreter } from '../interpret.ts'
import type { BindContext, ScalarFunction } from '../scalar-function.ts'
import { castCall } from './bind-cast.ts'
import { withDefaults } from './default-arguments.ts'
import type { CallExpression, ExpressionScope } from './expression-scope.ts'
import { mismatch, wrongArgumentCount } from './mismatch.ts'
import { sparkFunctions } from './spark-functions.ts'
import { bindStruct } from './struct-call.ts'
import { bindTimestampLiteral } from './timestamp-literal.ts'
import { bindUpdateFields } from './update-fields.ts'

/** Types that can be called: `int(s)` is a cast. */
const castNames: ReadonlyMap<string, DataType> = new Map<string, DataType>([
  ['boolean', { kind: 'boolean' }],
  ['tinyint', { kind: 'byte' }],
  ['smallint', { kind: 'short' }],
  ['int', { kind: 'int' }],
  ['bigint', { kind: 'long' }],
  ['float', { kind: 'float' }],
  ['double', { kind: 'double' }],
  ['decimal', { kind: 'decimal', precision: 10, scale: 0 }],
  ['date', { kind: 'date' }],
  ['timestamp', { kind: 'timestamp' }],
  ['binary', { kind: 'binary' }],
  ['string', { kind: 'string' }],
])

const forms: ReadonlyMap<string, (scope: ExpressionScope, call: CallExpression) => Bound> = new Map([
  ['struct', bindStruct],
  ['update_fields', bindUpdateFields],
  ['timestamp_literal', bindTimestampLiteral],
])

/**
 * Binds a call.
 *
 * @throws UNRESOLVED_ROUTINE, WRONG_NUM_ARGS.*, DATATYPE_MISMATCH.*, NAMED_PARAMETERS_NOT_SUPPORTED,
 *   INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX, INVALID_LAMBDA_FUNCTION_CALL.*
 */
export function bindCall(scope: ExpressionScope, written: CallExpression): Bound {
  const call = written.args.some((arg) => arg.kind === 'star') ? withoutStars(scope, written) : written
  const form = forms.get(call.name)
  if (form) return form(scope, call)
  const definition = scope.options.functions.get(call.name)
  const type = definition ? undefined : castNames.get(call.name)
  if (type) return bindCastCall(scope, call, type)
  if (!definition) throw unknownFunction(call.name)
  refuseSyntax(call)
  const args = withDefaults(call.name, call.args, (arg) => scope.bind(arg).type.kind === 'binary')
  return apply(scope, definition, { ...call, args })
}

/** Stars among arguments stand for their columns; only operators may not have them. */
function withoutStars(scope: ExpressionScope, call: CallExpression): CallExpression {
  if (call.operator) {
    throw new MillraceError(
      'INVALID_USAGE_OF_STAR_OR_REGEX',
      `Invalid usage of '*' in expression ${quoteIdentifier(call.name)}.`,
      { sqlState: '42000' },
    )
  }
  const args = call.args.flatMap((arg): readonly Expression[] => {
    if (arg.kind !== 'star') return [arg]
    return scope.star(arg).map(({ field, value }) => starArgument(field.name, value, scope))
  })
  return { ...call, args }
}

function starArgument(name: string, value: Bound, scope: ExpressionScope): Expression {
  if (value.kind === 'input') {
    const { qualifier } = scope.input.fields[value.index] ?? {}
    return { kind: 'column', path: qualifier === undefined ? [value.name] : [qualifier, value.name] }
  }
  const [base] = value.kind === 'call' ? value.args : []
  const key: Expression = { kind: 'literal', type: { kind: 'string' }, value: name }
  const input = base && base.kind === 'input' ? starArgument(base.name, base, scope) : undefined
  if (!input) throw new MillraceError('MILLRACE_INTERNAL', 'a star over nested structs as an argument')
  return { kind: 'alias', input: { kind: 'extract', input, key }, names: [name] }
}

function bindCastCall(scope: ExpressionScope, call: CallExpression, type: DataType): Bound {
  if (call.args.length !== 1) throw wrongArgumentCount(call.name, '1', call.args.length)
  return castCall(scope.bind(call.args[0] as Expression), type, scope)
}

function unknownFunction(name: string): MillraceError {
  if (sparkFunctions.has(name)) {
    return new MillraceError(
      'MILLRACE_UNSUPPORTED_FUNCTION',
      `This function of Spark is not available here: ${name}. docs/functions.md lists what there is.`,
      { parameters: { functionName: name } },
    )
  }
  const routine = quoteName(name.split('.'))
  return new MillraceError(
    'UNRESOLVED_ROUTINE',
    `Cannot resolve routine ${routine} on search path [\`system\`.\`builtin\`, \`system\`.\`session\`, \`spark_catalog\`.\`default\`].`,
    { sqlState: '42883', parameters: { routineName: routine } },
  )
}

/** What only aggregates take. */
function refuseSyntax(call: CallExpression): void {
  const syntax = call.distinct
    ? 'DISTINCT'
    : call.filter
      ? 'FILTER CLAUSE'
      : call.withinGroup
        ? 'WITHIN GROUP (ORDER BY ...)'
        : undefined
  const name = quoteIdentifier(call.name)
  if (syntax) {
    throw new MillraceError(
      'INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX',
      `Invalid SQL syntax: The function ${name} does not support ${syntax}.`,
      { sqlState: '42000' },
    )
  }
  if (call.argumentNames) {
    throw new MillraceError(
      'NAMED_PARAMETERS_NOT_SUPPORTED',
      `Named parameters are not supported for function ${name}; please retry the query with positional arguments to the ` +
        'function call instead.',
      { sqlState: '4274K' },
    )
  }
}

/** Aliases that Spark does not remember. */
const forgotten: ReadonlyMap<string, string> = new Map([
  ['curdate', 'current_date'],
  ['dateadd', 'date_add'],
  ['random', 'rand'],
])

/** The name that text and messages show. */
function displayName(call: CallExpression): string {
  const known = forgotten.get(call.name)
  if (known) return known
  return call.operator && call.name === 'negative' ? '-' : call.name
}

function apply(scope: ExpressionScope, definition: ScalarFunction, call: CallExpression): Bound {
  const given = boundArguments(scope, call)
  const lambdas: Lambdas = new Map()
  const parts = definition.bind(given, callContext(scope, call, given, lambdas))
  refuseStrayLambdas(call, lambdas)
  const { name = definition.name, text: own, ...rest } = parts
  const shown = displayName(call)
  const text = own ?? (shown === definition.name ? undefined : textOf(shown, rest.args))
  const ordinal =
    (scope.options.functions.get(name) ?? definition).deterministic === false ? scope.ordinal() : undefined
  return {
    kind: 'call',
    name,
    ...rest,
    ...(text === undefined ? {} : { text }),
    ...(ordinal === undefined ? {} : { ordinal }),
  }
}

const textOf = (name: string, args: readonly Bound[]) => callText(name, args.map(boundText))

/** Arguments that are lambdas, once a definition has asked for them, by position. */
type Lambdas = Map<number, BoundLambda>

const boundArguments = (scope: ExpressionScope, call: CallExpression): readonly Bound[] =>
  call.args.map((arg) => (arg.kind === 'lambda' ? unboundLambda(arg.parameters.length) : scope.bind(arg)))

/**
 * What a definition may ask while it binds one call. A plain object, so that a definition can pass on a changed copy;
 * its text is made only when a message needs it.
 */
function callContext(
  scope: ExpressionScope,
  call: CallExpression,
  args: readonly Bound[],
  lambdas: Lambdas,
): BindContext {
  const { functions, ansi, zone } = scope.options
  const name = displayName(call)
  const foldable = (input: Bound) => isFoldable(input, functions)
  return {
    ansi,
    zone,
    name,
    get text() {
      return callText(
        name,
        call.args.map((arg, at) => argumentText(arg, args[at] as Bound, lambdas.get(at))),
      )
    },
    cast: (input, type) => scope.cast(input, type),
    foldable,
    constant(input, argument) {
      if (!foldable(input)) throw notConstant(this, input, argument)
      const evaluation = { batchTime: 0n, epoch: 0, queryId: '', zone, ansi, functions: new Map() }
      return interpreter(input, { functions, evaluation })([])
    },
    lambda(argument, parameters) {
      const arg = call.args[argument] as Expression
      const names = arg.kind === 'lambda' ? arg.parameters : []
      if (arg.kind === 'lambda') checkParameters(names, parameters.length)
      const lambda = scope.lambda(names, arg.kind === 'lambda' ? arg.body : arg, parameters)
      lambdas.set(argument, lambda)
      return lambda
    },
  }
}

function argumentText(arg: Expression, bound: Bound, lambda: BoundLambda | undefined): string {
  if (arg.kind !== 'lambda') return boundText(bound)
  return lambda ? boundText(lambda) : `lambdafunction(${[expressionText(arg.body), ...arg.parameters].join(', ')})`
}

function notConstant(context: BindContext, input: Bound, argument: string): MillraceError {
  const detail =
    `the input \`${argument}\` should be a foldable "${typeSql(input.type)}" expression; however, got ` +
    `"${boundText(input)}".`
  return mismatch(context, 'NON_FOLDABLE_INPUT', detail)
}

/** @throws INVALID_LAMBDA_FUNCTION_CALL.NON_HIGHER_ORDER_FUNCTION when the definition asked for no lambda */
function refuseStrayLambdas(call: CallExpression, lambdas: Lambdas): void {
  if (call.args.every((arg, at) => arg.kind !== 'lambda' || lambdas.has(at))) return
  throw new MillraceError(
    'INVALID_LAMBDA_FUNCTION_CALL.NON_HIGHER_ORDER_FUNCTION',
    'Invalid lambda function call. A lambda function should only be used in a higher order function. However, its class ' +
      `is ${call.name}, which is not a higher order function.`,
    { sqlState: '42K0D' },
  )
}

function checkParameters(names: readonly string[], expected: number): void {
  if (new Set(names.map((name) => name.toLowerCase())).size < names.length) {
    throw new MillraceError(
      'INVALID_LAMBDA_FUNCTION_CALL.DUPLICATE_ARG_NAMES',
      `Invalid lambda function call. The lambda function has duplicate arguments ${names.map(quoteIdentifier).join(', ')}. ` +
        'Please, consider to rename the argument names or set "spark.sql.caseSensitive" to "true".',
      { sqlState: '42K0D' },
    )
  }
  if (names.length === expected) return
  throw new MillraceError(
    'INVALID_LAMBDA_FUNCTION_CALL.NUM_ARGS_MISMATCH',
    `Invalid lambda function call. A higher order function expects ${names.length} arguments, but got ${expected}.`,
    { sqlState: '42K0D' },
  )
}

/** A lambda whose parameters nobody has given types yet: it can only be counted. */
function unboundLambda(parameters: number): Bound {
  const body: Bound = { kind: 'literal', type: nullType, value: null, nullable: true }
  const ids = Array.from({ length: parameters }, (_, at) => -1 - at)
  return { kind: 'lambda', parameters: ids, body, type: nullType, nullable: true }
}

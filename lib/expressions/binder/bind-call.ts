/** Calls: the definition is looked up, the arguments are bound, and the definition says what comes out. */
import { MillraceError } from '../../errors.ts'
import type { DataType } from '../../types/data-type.ts'
import { quoteIdentifier, quoteName } from '../../types/ddl/identifier.ts'
import type { Schema } from '../../types/schema.ts'
import { findAggregate } from '../aggregates/index.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import { callText } from '../call-text.ts'
import type { Expression, MadeFunction, RoutineValue } from '../expression.ts'
import { expressionText } from '../expression-text.ts'
import type { BoundGenerator, Generator } from '../generators/generator.ts'
import { generators } from '../generators/index.ts'
import type { BindContext, BoundParts, ScalarFunction } from '../scalar-function.ts'
import { bindAggregate, countedRows } from './bind-aggregate.ts'
import { castCall } from './bind-cast.ts'
import { bindRoutine } from './bind-routine.ts'
import { rowFunctionNames, withoutOver } from './bind-row-function.ts'
import {
  boundArguments,
  callContext,
  displayName,
  type Lambdas,
  refuseStrayLambdas,
  strayLambdasFirst,
} from './call-context.ts'
import { collationName } from './collation-name.ts'
import { bindDatetimeLiteral } from './datetime-literal.ts'
import { withDefaults } from './default-arguments.ts'
import type { CallExpression, ExpressionScope } from './expression-scope.ts'
import { bindIdentifierClause } from './identifier-clause.ts'
import { wrongArgumentCount } from './mismatch.ts'
import { argumentsInOrder } from './named-arguments.ts'
import { refusal } from './refused-functions.ts'
import { requireNanosTypes } from './require-nanos-types.ts'
import { sparkFunctions } from './spark-functions.ts'
import { bindStruct } from './struct-call.ts'
import { timeFunctions, timeTypeOff } from './time-type.ts'
import { unsupportedNames, unsupportedSyntax } from './unsupported-syntax.ts'
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
  ['datetime_literal', bindDatetimeLiteral],
  ['identifier_clause', bindIdentifierClause],
])

/**
 * Binds a call.
 *
 * @throws UNRESOLVED_ROUTINE, WRONG_NUM_ARGS.*, DATATYPE_MISMATCH.*, NAMED_PARAMETERS_NOT_SUPPORTED,
 *   INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX, INVALID_LAMBDA_FUNCTION_CALL.*
 */
export function bindCall(scope: ExpressionScope, written: CallExpression): Bound {
  const counted = countedRows(written)
  const call = counted.args.some((arg) => arg.kind === 'star') ? withoutStars(scope, counted) : counted
  const { routine } = call
  if (routine?.qualified) return routineCall(scope, call, routine)
  const stated = call.name === 'collation' ? statedCollation(call, scope) : undefined
  if (stated) return stated
  const form = forms.get(call.name)
  if (form) return form(scope, call)
  const definition = scope.options.functions.get(call.name)
  const aggregate = findAggregate(definition?.aggregate ?? call.name)
  if (aggregate) return bindAggregate(scope, aggregate, call)
  if (!definition && generators.has(call.name)) throw strayGenerator(call)
  const type = definition ? undefined : castNames.get(call.name)
  if (type) return bindCastCall(scope, call, type)
  if (!definition && routine) return routineCall(scope, call, routine)
  if (!definition) throw rowFunctionNames.has(call.name) ? withoutOver(scope, call) : unknownFunction(call.name)
  if (definition.made) return bindMade(scope, definition.made, call)
  const { parameters } = definition
  if (parameters) {
    const { argumentNames: _, ...unnamed } = call
    refuseSyntax(unnamed)
    return apply(scope, definition, { ...unnamed, args: argumentsInOrder(call, parameters) })
  }
  refuseSyntax(call)
  const args = withDefaults(call.name, call.args, (arg) => scope.bind(arg).type.kind === 'binary')
  return apply(scope, definition, { ...call, args })
}

function routineCall(scope: ExpressionScope, call: CallExpression, routine: RoutineValue): Bound {
  const { argumentNames: _, ...unnamed } = call
  refuseSyntax({ ...unnamed, name: routine.name })
  return bindRoutine(scope, call, routine)
}

/** A call in text of what `udf` or `columnUdf` made. */
function bindMade(scope: ExpressionScope, made: MadeFunction, call: CallExpression): Bound {
  refuseSyntax(call)
  const count = made.takes?.length ?? call.args.length
  if (call.args.length !== count) throw wrongArgumentCount(call.name, `${count}`, call.args.length)
  return scope.bind({ ...made, kind: 'udf', name: call.name, args: call.args })
}

/** `collation(x COLLATE name)`: the name, which nothing has to be compared by for it. */
function statedCollation(call: CallExpression, scope: ExpressionScope): Bound | undefined {
  const [input] = call.args
  if (call.args.length !== 1 || input?.kind !== 'call' || input.name !== 'collate') return undefined
  const [text, named] = input.args
  if (!text || named?.kind !== 'literal' || typeof named.value !== 'string') return undefined
  const value = `SYSTEM.BUILTIN.${collationName(named.value)}`
  const shown = callText('collation', [callText('collate', [boundText(scope.bind(text)), named.value])])
  return { kind: 'literal', type: { kind: 'string' }, nullable: false, value, text: shown }
}

/** Binds a generator at the top of a select item. @throws what the generator's `bind` throws */
export function bindGenerator(scope: ExpressionScope, generator: Generator, written: CallExpression): BoundGenerator {
  const starred = written.args.some((arg) => arg.kind === 'star') ? withoutStars(scope, written) : written
  const call = generator.parameter === undefined ? starred : unnamed(starred, generator.parameter)
  refuseSyntax(call)
  const given = boundArguments(scope, call)
  const lambdas: Lambdas = new Map()
  const bound = generator.bind(given, callContext(scope, call, given, lambdas))
  refuseStrayLambdas(call, lambdas)
  return bound
}

/** The call with its only argument by position. */
function unnamed({ argumentNames, ...call }: CallExpression, name: string): CallExpression {
  return argumentNames ? { ...call, args: argumentsInOrder({ ...call, argumentNames }, [{ name }]) } : call
}

/** A generator anywhere but in a select list. */
function strayGenerator(call: CallExpression): MillraceError {
  const plan = expressionText(call)
  return new MillraceError(
    'UNSUPPORTED_GENERATOR.OUTSIDE_SELECT',
    `The generator is not supported: outside the SELECT clause, found: ${plan}.`,
    { sqlState: '42K0E', parameters: { plan } },
  )
}

/** Stars among arguments stand for their columns; only operators may not have them. */
function withoutStars(scope: ExpressionScope, call: CallExpression): CallExpression {
  refuseCountedTable(call, scope.input)
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

/** A table's star in count() would say nothing of rows; a struct's is its fields. */
function refuseCountedTable({ name, args }: CallExpression, input: Schema): void {
  const [only] = args
  if (name !== 'count' || args.length !== 1 || only?.kind !== 'star' || only.target?.length !== 1) return
  const [target] = only.target
  if (!input.fields.some(({ qualifier }) => qualifier?.toLowerCase() === target?.toLowerCase())) return
  const table = quoteName(only.target)
  throw new MillraceError(
    'INVALID_USAGE_OF_STAR_WITH_TABLE_IDENTIFIER_IN_COUNT',
    `count(${table}.*) is not allowed. Use count(*) or expand the columns manually, e.g. count(col1, col2).`,
    { sqlState: '42000', parameters: { tableName: table } },
  )
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

/** The error of a name that nothing is registered under. */
export function unknownFunction(name: string): MillraceError {
  if (timeFunctions.has(name)) return timeTypeOff()
  const refused = refusal(name)
  if (refused) return refused
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
        : call.ignoreNulls
          ? 'IGNORE NULLS'
          : undefined
  if (syntax) throw unsupportedSyntax(call.name, syntax)
  if (call.argumentNames) throw unsupportedNames(call.name)
}

function apply(scope: ExpressionScope, definition: ScalarFunction, call: CallExpression): Bound {
  const given = boundArguments(scope, call)
  const lambdas: Lambdas = new Map()
  const parts = strayLambdasFirst(call, definition.higherOrder === true, () =>
    partsOf(definition, given, callContext(scope, call, given, lambdas)),
  )
  refuseStrayLambdas(call, lambdas)
  requireNanosTypes(parts.type, scope)
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

/** A stock Spark 4.3 has functions of TIME switched off, and says so instead of what does not fit. */
function partsOf(definition: ScalarFunction, given: readonly Bound[], context: BindContext): BoundParts {
  try {
    return definition.bind(given, context)
  } catch (error) {
    if (!given.some(({ type }) => type.kind === 'time')) throw error
    throw timeTypeOff()
  }
}

const textOf = (name: string, args: readonly Bound[]) => callText(name, args.map(boundText))

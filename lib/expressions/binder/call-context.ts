/** What a definition is told while it binds one call. */
import { MillraceError } from '../../errors.ts'
import { quoteIdentifier } from '../../types/ddl/identifier.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import { nullType } from '../../types/types.ts'
import type { Bound, BoundLambda } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import type { Expression } from '../expression.ts'
import { expressionText } from '../expression-text.ts'
import { isFoldable } from '../foldable.ts'
import { interpreter } from '../interpret.ts'
import type { BindContext } from '../scalar-function.ts'
import { checkedForm } from './checked-form.ts'
import type { CallExpression, ExpressionScope } from './expression-scope.ts'
import { mismatch } from './mismatch.ts'

/** Aliases that Spark does not remember. */
const forgotten: ReadonlyMap<string, string> = new Map([
  ['curdate', 'current_date'],
  ['dateadd', 'date_add'],
  ['random', 'rand'],
])

/** The name that text and messages show. */
export function displayName(call: CallExpression): string {
  const known = forgotten.get(call.name)
  if (known) return known
  return call.operator && call.name === 'negative' ? '-' : call.name
}

/** Arguments that are lambdas, once a definition has asked for them, by position. */
export type Lambdas = Map<number, BoundLambda>

/** The arguments as a definition gets them: a lambda is not bound yet. */
export const boundArguments = (scope: ExpressionScope, call: CallExpression): readonly Bound[] =>
  call.args.map((arg) => (arg.kind === 'lambda' ? unboundLambda(arg.parameters.length) : scope.bind(arg)))

/**
 * What a definition may ask while it binds one call. A plain object, so that a definition can pass on a changed copy;
 * its text is made only when a message needs it.
 */
export function callContext(
  scope: ExpressionScope,
  call: CallExpression,
  args: readonly Bound[],
  lambdas: Lambdas,
): BindContext {
  const { functions, ansi, zone } = scope.options
  const name = displayName(call)
  const checked = () =>
    checkedForm(
      name,
      call.args.map((arg, at) => argumentText(arg, args[at] as Bound, lambdas.get(at))),
    )
  const foldable = (input: Bound) => isFoldable(input, functions)
  return {
    ansi,
    zone,
    name,
    get text() {
      return checked().text
    },
    get checkedName() {
      return checked().name
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
export function refuseStrayLambdas(call: CallExpression, lambdas: Lambdas): void {
  if (call.args.every((arg, at) => arg.kind !== 'lambda' || lambdas.has(at))) return
  throw new MillraceError(
    'INVALID_LAMBDA_FUNCTION_CALL.NON_HIGHER_ORDER_FUNCTION',
    'Invalid lambda function call. A lambda function should only be used in a higher order function. However, its class ' +
      `is ${call.name}, which is not a higher order function.`,
    { sqlState: '42K0D' },
  )
}

/**
 * Binds a call; lambda functions where none belong are told before what does not fit, but behind a wrong number of
 * arguments.
 *
 * @param higherOrder whether the function takes lambda functions
 */
export function strayLambdasFirst<T>(call: CallExpression, higherOrder: boolean, bind: () => T): T {
  try {
    return bind()
  } catch (error) {
    const counted = error instanceof MillraceError && error.condition.startsWith('WRONG_NUM_ARGS')
    if (!higherOrder && !counted) refuseStrayLambdas(call, new Map())
    throw error
  }
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

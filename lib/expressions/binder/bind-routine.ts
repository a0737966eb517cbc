/** Calls of functions that SQL made: the body over the arguments (Spark: ResolveSQLFunctions). */
import type { DataType, Field } from '../../types/data-type.ts'
import { Schema } from '../../types/schema.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import { callText } from '../call-text.ts'
import type { Expression, RoutineValue } from '../expression.ts'
import { mapOperands } from '../map-operands.ts'
import { assigningCast } from './bind-cast.ts'
import type { CallExpression, ExpressionScope } from './expression-scope.ts'
import { wrongArgumentCount } from './mismatch.ts'
import { argumentsInOrder } from './named-arguments.ts'

/** @throws WRONG_NUM_ARGS.WITHOUT_SUGGESTION, what `argumentsInOrder` throws, and what the body does */
export function bindRoutine(scope: ExpressionScope, call: CallExpression, routine: RoutineValue): Bound {
  const { name, parameters, body, returns } = routine
  const required = parameters.filter((one) => !one.default).length
  const { length } = call.args
  if (!call.argumentNames && (length > parameters.length || length < required)) {
    throw wrongArgumentCount(name, `${parameters.length}`, length)
  }
  const given = argumentsInOrder({ ...call, name }, parameters).map((one) => scope.bind(one))
  const args = given.map((one, at) => assigningCast(one, parameters[at]?.type as DataType, scope))
  const input = parameterSchema(
    routine,
    args.map((one) => one.nullable),
  )
  const value = over(scope.within(input).bind(body), args)
  const text = callText(name, given.slice(0, Math.max(length, required)).map(boundText))
  return { ...(assigningCast(value, returns ?? value.type, scope) as Extract<Bound, { readonly kind: 'cast' }>), text }
}

/** The parameters as columns that the function's name qualifies. @param nullable of each; true without */
export function parameterSchema(
  { name, parameters }: Pick<RoutineValue, 'name' | 'parameters'>,
  nullable: readonly boolean[] = [],
): Schema {
  return new Schema(
    parameters.map(
      (one, at): Field => ({ name: one.name, type: one.type, nullable: nullable[at] ?? true, qualifier: name }),
    ),
  )
}

/** An expression over columns as one over values. */
function over(bound: Bound, values: readonly Bound[]): Bound {
  return bound.kind === 'input' ? (values[bound.index] as Bound) : mapOperands(bound, (one) => over(one, values))
}

/** Names of the functions made by SQL that an expression calls, and those that they call: each a path of names. */
export function routinesIn(
  expression: Expression,
  operands: (one: Expression) => readonly Expression[],
): readonly (readonly string[])[] {
  const own = expression.kind === 'call' ? expression.routine : undefined
  const below = own ? [[own.name], ...routinesIn(own.body, operands).map((path) => [own.name, ...path])] : []
  return [...below, ...operands(expression).flatMap((one) => routinesIn(one, operands))]
}

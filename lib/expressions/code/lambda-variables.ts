/** What lambda bodies say of variables. */
import type { DataType } from '../../types/data-type.ts'
import type { Bound } from '../bound.ts'
import { operandsOf } from '../bound-operands.ts'

/** Types of lambda variables, from where they are used. */
export function lambdaTypes(bound: Bound, ids: readonly number[]): ReadonlyMap<number, DataType> {
  const types = new Map<number, DataType>(ids.map((id) => [id, { kind: 'null' }]))
  const visit = (one: Bound): void => {
    if (one.kind === 'lambdaVariable' && types.has(one.id)) types.set(one.id, one.type)
    for (const operand of operandsOf(one)) visit(operand)
  }
  visit(bound)
  return types
}

/** Whether a lambda's body reads variables of a lambda around it. */
export function seesOuterVariables(body: Bound, own: ReadonlySet<number>): boolean {
  if (body.kind === 'lambdaVariable') return !own.has(body.id)
  if (body.kind === 'lambda') return seesOuterVariables(body.body, new Set([...own, ...body.parameters]))
  return operandsOf(body).some((child) => seesOuterVariables(child, own))
}

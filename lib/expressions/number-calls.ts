/**
 * Ordinals of non-deterministic calls over a whole plan. The binder numbers each select list from 0; two of them in one
 * plan must not share their random numbers, and the numbers must be the same when the query starts again.
 */
import type { Bound } from './bound.ts'
import { mapExpressions } from './map-expressions.ts'
import { mapOperands } from './map-operands.ts'
import type { RowWiseStep } from './row-step.ts'

/** The next ordinal of a plan. */
export interface CallCounter {
  next: number
}

function numbered(bound: Bound, counter: CallCounter): Bound {
  const inner = mapOperands(bound, (operand) => numbered(operand, counter))
  return inner.kind === 'call' && inner.ordinal !== undefined ? { ...inner, ordinal: counter.next++ } : inner
}

/** Gives every non-deterministic call of row steps an ordinal of its own, in order. */
export function numberCalls(steps: readonly RowWiseStep[], counter: CallCounter): readonly RowWiseStep[] {
  return mapExpressions(steps, (bound) => numbered(bound, counter))
}

/**
 * Parts of a join's condition that read one side go there as filters, where a row that fails them would come out neither
 * way. Below withWatermark they decide the watermark.
 */
import type { Bound } from '../../expressions/bound.ts'
import { type BoundPlan, rowsOver } from '../analyze/bound-plan.ts'
import { isJoin, type JoinPlan, joinOf, withJoin } from '../join/bound-join.ts'
import { sidesOf } from '../join/join-keys.ts'
import type { JoinType } from '../join/join-type.ts'
import { conjunction, conjuncts, moveInputs } from './bound-expressions.ts'
import { type RewriteRule, transformUp } from './rewrite-rule.ts'

export const pushJoinCondition: RewriteRule = {
  name: 'pushJoinCondition',
  spark:
    'PushPredicateThroughJoin, Join: to both sides of inner, cross and semi joins, to the right side of left outer and anti joins, to the left side of right outer joins',
  apply: (plan) => transformUp(plan, (one) => (isJoin(one) ? pushed(one) : one)),
}

const toLeft: ReadonlySet<JoinType> = new Set(['inner', 'cross', 'left_semi', 'right_outer'])
const toRight: ReadonlySet<JoinType> = new Set(['inner', 'cross', 'left_semi', 'left_outer', 'left_anti', 'existence'])

function pushed(plan: JoinPlan): BoundPlan {
  const join = joinOf(plan)
  const leftWidth = plan.inputs[0].schema.length
  const filters: readonly [Bound[], Bound[]] = [[], []]
  const staying = (join.condition ? conjuncts(join.condition) : []).filter((one) => {
    const { left, right } = sidesOf(one, leftWidth)
    if (!right && toLeft.has(join.type)) filters[0].push(one)
    else if (!left && toRight.has(join.type)) filters[1].push(moveInputs(one, (column) => column - leftWidth))
    else return true
    return false
  })
  if (filters.every((side) => side.length === 0)) return plan
  const condition = staying.length === 0 ? undefined : conjunction(staying)
  return withJoin(plan, { ...join, condition }, filteredSides(plan, filters))
}

/** A join's inputs under more filters. */
export function filteredSides(plan: JoinPlan, filters: readonly (readonly Bound[])[]): readonly BoundPlan[] {
  return plan.inputs.map((input, port) => {
    const own = filters[port] ?? []
    return own.length === 0 ? input : rowsOver([{ filter: conjunction(own) }], input, input.schema)
  })
}

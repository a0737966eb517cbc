/**
 * Filters above a join go to the side they read, if it is one whose rows do not come out otherwise, too; above an inner
 * join those that read both sides become part of its condition.
 */
import type { Bound } from '../../expressions/bound.ts'
import { isDeterministic } from '../../expressions/bound-operands.ts'
import type { RowStep, RowWiseStep } from '../../expressions/row-step.ts'
import { type BoundPlan, type RowsPlan, rowsOver } from '../analyze/bound-plan.ts'
import { isJoin, type JoinPlan, joinOf, markColumn, withJoin } from '../join/bound-join.ts'
import { sidesOf } from '../join/join-keys.ts'
import type { JoinType } from '../join/join-type.ts'
import { collectInputs, conjunction, conjuncts, moveInputs } from './bound-expressions.ts'
import { filteredSides } from './push-join-condition.ts'
import { type RewriteRule, transformUp } from './rewrite-rule.ts'

export const pushFilterBelowJoin: RewriteRule = {
  name: 'pushFilterBelowJoin',
  spark:
    'PushPredicateThroughJoin, Filter over Join: deterministic conjuncts; of inner and cross joins to both sides and into the condition, of left outer, semi and anti joins to the left, of right outer joins to the right',
  apply: (plan) =>
    transformUp(plan, (one) => (one.kind === 'rows' && isJoin(one.input) ? pushed(one, one.input) : one)),
}

const toLeft: ReadonlySet<JoinType> = new Set(['inner', 'cross', 'left_outer', 'left_semi', 'left_anti', 'existence'])
const toRight: ReadonlySet<JoinType> = new Set(['inner', 'cross', 'right_outer'])

/** Leading filters of row steps as conjuncts, and the steps after them. */
export function leadingConjuncts(steps: readonly RowWiseStep[]): {
  readonly predicates: readonly Bound[]
  readonly rest: readonly RowWiseStep[]
} {
  let leading = 0
  while (leading < steps.length && 'filter' in (steps[leading] as RowWiseStep)) leading++
  const predicates = steps.slice(0, leading).flatMap((step) => ('filter' in step ? conjuncts(step.filter) : []))
  return { predicates, rest: steps.slice(leading) }
}

function pushed(rows: RowsPlan, plan: JoinPlan): BoundPlan {
  const join = joinOf(plan)
  const leftWidth = plan.inputs[0].schema.length
  const { predicates, rest } = leadingConjuncts(rows.steps)
  const filters: readonly [Bound[], Bound[]] = [[], []]
  const common: Bound[] = []
  const staying = predicates.filter((predicate) => {
    if (!isDeterministic(predicate)) return true
    const one = moveInputs(predicate, (column) => join.outputs[column] as number)
    if (collectInputs(one).has(markColumn)) return true
    const { left, right } = sidesOf(one, leftWidth)
    if (!right && toLeft.has(join.type)) filters[0].push(one)
    else if (!left && toRight.has(join.type)) filters[1].push(moveInputs(one, (column) => column - leftWidth))
    else if (left && right && (join.type === 'inner' || join.type === 'cross')) common.push(one)
    else return true
    return false
  })
  if (staying.length === predicates.length) return rows
  const condition = [...common, ...(join.condition ? conjuncts(join.condition) : [])]
  const below = withJoin(
    plan,
    { ...join, condition: condition.length === 0 ? undefined : conjunction(condition) },
    filteredSides(plan, filters),
  )
  const kept: readonly RowStep[] = staying.length === 0 ? [] : [{ filter: conjunction(staying) }]
  return rowsOver([...kept, ...rest], below, rows.schema)
}

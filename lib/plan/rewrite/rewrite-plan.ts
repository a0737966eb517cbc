/**
 * The rewrites. All of them are semantics as well as speed (what a filter passes decides the watermark, what columns
 * survive decides what is malformed), so they are always on, in this order, to a fixpoint; filters are inferred once, between
 * two such rounds, and columns are pruned last, once. How sliding windows are expanded is no semantics, and comes after all.
 */
import { invariant } from '../../errors.ts'
import type { BoundPlan } from '../analyze/bound-plan.ts'
import type { Planner } from '../planner.ts'
import { combineRows } from './combine-rows.ts'
import { eliminateOuterJoin } from './eliminate-outer-join.ts'
import { inferFilterFromGenerate } from './infer-filter-from-generate.ts'
import { inferFilters } from './infer-filters.ts'
import { pruneColumns } from './prune-columns.ts'
import { pushFilterBelowGenerate } from './push-filter-below-generate.ts'
import { pushFilterBelowJoin } from './push-filter-below-join.ts'
import { pushFilterBelowOperator } from './push-filter-below-operator.ts'
import { pushFilterBelowProject } from './push-filter-below-project.ts'
import { pushJoinCondition } from './push-join-condition.ts'
import type { RewriteRule } from './rewrite-rule.ts'
import { slideWindows } from './slide-windows.ts'

/** Every rule, each citing Spark's. */
export const rewriteRules: readonly RewriteRule[] = [
  combineRows,
  inferFilterFromGenerate,
  pushFilterBelowProject,
  pushFilterBelowGenerate,
  pushFilterBelowOperator,
  eliminateOuterJoin,
  pushFilterBelowJoin,
  pushJoinCondition,
  inferFilters,
  pruneColumns,
]

const once: readonly RewriteRule[] = [inferFilters, pruneColumns]
const repeated = rewriteRules.filter((rule) => !once.includes(rule))
const mostRounds = 100

/** Applies every rule until nothing changes. */
export function rewritePlan(plan: BoundPlan, planner: Planner): BoundPlan {
  const moved = toFixpoint(plan, planner)
  const inferred = inferFilters.apply(moved, planner)
  return slideWindows(pruneColumns.apply(inferred === moved ? moved : toFixpoint(inferred, planner), planner))
}

function toFixpoint(plan: BoundPlan, planner: Planner): BoundPlan {
  let current = plan
  for (let round = 0; ; round++) {
    invariant(round < mostRounds, 'the rewrites of a plan do not come to an end')
    const next = repeated.reduce((one, rule) => rule.apply(one, planner), current)
    if (next === current) return current
    current = next
  }
}

/**
 * The rewrites. All of them are semantics as well as speed (what a filter passes decides the watermark, what columns
 * survive decides what is malformed), so they are always on, in this order, to a fixpoint; columns are pruned last, once.
 */
import { invariant } from '../../errors.ts'
import type { BoundPlan } from '../analyze/bound-plan.ts'
import type { Planner } from '../planner.ts'
import { combineRows } from './combine-rows.ts'
import { inferFilterFromGenerate } from './infer-filter-from-generate.ts'
import { pruneColumns } from './prune-columns.ts'
import { pushFilterBelowGenerate } from './push-filter-below-generate.ts'
import { pushFilterBelowOperator } from './push-filter-below-operator.ts'
import { pushFilterBelowProject } from './push-filter-below-project.ts'
import type { RewriteRule } from './rewrite-rule.ts'

/** Every rule, each citing Spark's. */
export const rewriteRules: readonly RewriteRule[] = [
  combineRows,
  inferFilterFromGenerate,
  pushFilterBelowProject,
  pushFilterBelowGenerate,
  pushFilterBelowOperator,
  pruneColumns,
]

const toFixpoint = rewriteRules.filter((rule) => rule !== pruneColumns)
const mostRounds = 100

/** Applies every rule until nothing changes. */
export function rewritePlan(plan: BoundPlan, planner: Planner): BoundPlan {
  let current = plan
  for (let round = 0; ; round++) {
    invariant(round < mostRounds, 'the rewrites of a plan do not come to an end')
    const next = toFixpoint.reduce((one, rule) => rule.apply(one, planner), current)
    if (next === current) return pruneColumns.apply(current, planner)
    current = next
  }
}

/** A rewrite as one value, and how rules walk a plan. */
import type { BoundPlan } from '../analyze/bound-plan.ts'
import type { Planner } from '../planner.ts'

export interface RewriteRule {
  readonly name: string
  /** Spark's rule, and under which of its conditions. */
  readonly spark: string
  /** Applied to the whole plan; gives the same object when there is nothing to do. */
  apply(plan: BoundPlan, planner: Planner): BoundPlan
}

/** Rewrites a plan from the bottom up; parts that did not change stay the same objects. */
export function transformUp(plan: BoundPlan, change: (plan: BoundPlan) => BoundPlan): BoundPlan {
  if (plan.kind === 'rows') {
    const input = transformUp(plan.input, change)
    return change(input === plan.input ? plan : { ...plan, input })
  }
  if (plan.kind === 'operator') {
    const inputs = plan.inputs.map((input) => transformUp(input, change))
    return change(inputs.every((input, at) => input === plan.inputs[at]) ? plan : { ...plan, inputs })
  }
  return change(plan)
}

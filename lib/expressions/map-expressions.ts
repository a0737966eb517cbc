/** Row steps with every expression in them replaced; a generator has none, it works on a column. */
import type { Bound } from './bound.ts'
import type { RowWiseStep } from './row-step.ts'

/** @param change gets each condition and each projected value once, in order */
export function mapExpressions(steps: readonly RowWiseStep[], change: (bound: Bound) => Bound): readonly RowWiseStep[] {
  return steps.map((step): RowWiseStep => {
    if ('generate' in step) return step
    if ('filter' in step) return { filter: change(step.filter) }
    return { project: step.project.map(({ field, value }) => ({ field, value: change(value) })) }
  })
}

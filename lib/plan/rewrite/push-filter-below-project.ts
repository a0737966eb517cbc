/** A filter goes before the projection under it: what the projection would raise on rows that are dropped never is. */
import type { Bound } from '../../expressions/bound.ts'
import { isDeterministic } from '../../expressions/bound-operands.ts'
import type { RowStep, RowWiseStep } from '../../expressions/row-step.ts'
import { isLargerThan, replaceInputs } from './bound-expressions.ts'
import { type RewriteRule, transformUp } from './rewrite-rule.ts'

export const pushFilterBelowProject: RewriteRule = {
  name: 'pushFilterBelowProject',
  spark: 'PushPredicateThroughNonJoin, Filter over Project: all columns of the projection must be deterministic',
  apply: (plan) =>
    transformUp(plan, (one) => {
      if (one.kind !== 'rows') return one
      const steps = pushed(one.steps)
      return steps === one.steps ? one : { ...one, steps }
    }),
}

/** Nodes of a condition from which on it stays where it was written. */
const largestCondition = 1000

function pushed(steps: readonly RowWiseStep[]): readonly RowWiseStep[] {
  for (let at = 1; at < steps.length; at++) {
    const filter = steps[at] as RowWiseStep
    const project = steps[at - 1] as RowWiseStep
    if (!('filter' in filter) || !('project' in project)) continue
    if (!project.project.every((column) => isDeterministic(column.value))) continue
    const condition = replaceInputs(filter.filter, (index) => project.project[index]?.value as Bound)
    // A chain of columns that each read the last one twice would double with every step.
    if (isLargerThan(condition, largestCondition)) continue
    const below: RowStep = { filter: condition }
    return pushed([...steps.slice(0, at - 1), below, project, ...steps.slice(at + 1)])
  }
  return steps
}

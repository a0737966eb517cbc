/** A filter goes before the generator under it, as far as it reads columns that the generator only repeats. */
import type { Bound } from '../../expressions/bound.ts'
import { isDeterministic } from '../../expressions/bound-operands.ts'
import type { GenerateStep, RowStep, RowWiseStep } from '../../expressions/row-step.ts'
import { collectInputs, conjunction, conjuncts, moveInputs } from './bound-expressions.ts'
import { type RewriteRule, transformUp } from './rewrite-rule.ts'

export const pushFilterBelowGenerate: RewriteRule = {
  name: 'pushFilterBelowGenerate',
  spark: 'PushPredicateThroughNonJoin, Filter over Generate: deterministic conjuncts over the columns of its child',
  apply: (plan) =>
    transformUp(plan, (one) => {
      if (one.kind !== 'rows') return one
      const steps = pushed(one.steps)
      return steps === one.steps ? one : { ...one, steps }
    }),
}

function pushed(steps: readonly RowWiseStep[]): readonly RowWiseStep[] {
  for (let at = 1; at < steps.length; at++) {
    const filter = steps[at] as RowWiseStep
    const below = steps[at - 1] as RowWiseStep
    if (!('filter' in filter) || !('generate' in below)) continue
    const { moved, staying } = split(conjuncts(filter.filter), below)
    if (moved.length === 0) continue
    const kept: readonly RowStep[] = staying.length === 0 ? [] : [{ filter: conjunction(staying) }]
    return pushed([...steps.slice(0, at - 1), { filter: conjunction(moved) }, below, ...kept, ...steps.slice(at + 1)])
  }
  return steps
}

function split(predicates: readonly Bound[], { generate }: GenerateStep) {
  const moved: Bound[] = []
  const staying: Bound[] = []
  const inputOf = (column: number): number | undefined => {
    const from = generate.outputs[column]?.from
    return from && 'input' in from ? from.input : undefined
  }
  for (const predicate of predicates) {
    const columns = [...collectInputs(predicate)]
    if (isDeterministic(predicate) && columns.every((column) => inputOf(column) !== undefined)) {
      moved.push(moveInputs(predicate, (column) => inputOf(column) as number))
    } else {
      staying.push(predicate)
    }
  }
  return { moved, staying }
}

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

/** All filters above a generator are asked: a window makes one of its own (golden `random2-chain-082`). */
function pushed(steps: readonly RowWiseStep[]): readonly RowWiseStep[] {
  for (let at = 0; at < steps.length - 1; at++) {
    const below = steps[at] as RowWiseStep
    if (!('generate' in below)) continue
    let end = at + 1
    const moved: Bound[] = []
    const kept: RowStep[] = []
    for (; end < steps.length; end++) {
      const step = steps[end] as RowWiseStep
      if (!('filter' in step)) break
      const parts = split(conjuncts(step.filter), below)
      moved.push(...parts.moved)
      if (parts.staying.length > 0) kept.push({ filter: conjunction(parts.staying) })
    }
    if (moved.length === 0) continue
    return pushed([...steps.slice(0, at), { filter: conjunction(moved) }, below, ...kept, ...steps.slice(end)])
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

/** Which columns of a plan end up as keys above it: a source delivers strings among them as dictionary codes. */
import type { RowWiseStep } from '../../expressions/row-step.ts'
import type { OperatorPlan } from '../analyze/bound-plan.ts'
import type { Binder } from '../binder.ts'

export type KeyColumns = ReadonlySet<number>

export const noKeys: KeyColumns = new Set()

/** Keys among the columns below row steps: what a projection computes is no key of the source any more. */
export function keysBelowRows(steps: readonly RowWiseStep[], above: KeyColumns): KeyColumns {
  let keys = above
  for (let at = steps.length - 1; at >= 0 && keys.size > 0; at--) {
    const step = steps[at] as RowWiseStep
    if ('filter' in step) continue
    const below = new Set<number>()
    for (const key of keys) {
      const from = originOf(step, key)
      if (from !== undefined) below.add(from)
    }
    keys = below
  }
  return keys
}

/** The column that column `at` of a step is, unchanged. */
function originOf(step: Exclude<RowWiseStep, { readonly filter: unknown }>, at: number): number | undefined {
  if ('generate' in step) {
    const from = step.generate.outputs[at]?.from
    return from && 'input' in from ? from.input : undefined
  }
  const value = step.project[at]?.value
  return value?.kind === 'input' ? value.index : undefined
}

/** Keys among the columns of each input: the operator's own, and those above that it hands through. */
export function keysBelowOperator(
  { definition, node, inputs }: OperatorPlan,
  above: KeyColumns,
  binder: Binder,
): readonly KeyColumns[] {
  const schemas = inputs.map((input) => input.schema)
  const own = definition.keys?.(node.options, schemas, binder)
  const keys = schemas.map((_, port) => new Set(own?.[port]))
  for (const key of above) {
    for (const { port, column } of definition.origin?.(node.options, key, schemas) ?? []) keys[port]?.add(column)
  }
  return keys
}

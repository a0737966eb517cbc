/**
 * Predicates go below operators that let them pass. Below withWatermark this decides the watermark: rows that a filter
 * written above it drops are not seen by it, unless the filter reads the event-time column (golden `wm-filter-after`,
 * `wm-filter-after-ts`).
 */
import type { Bound } from '../../expressions/bound.ts'
import { isDeterministic } from '../../expressions/bound-operands.ts'
import type { RowStep, RowWiseStep } from '../../expressions/row-step.ts'
import type { BoundPlan, OperatorPlan, RowsPlan } from '../analyze/bound-plan.ts'
import { rowsOver } from '../analyze/bound-plan.ts'
import { collectInputs, conjunction, conjuncts, moveInputs } from './bound-expressions.ts'
import { type RewriteRule, transformUp } from './rewrite-rule.ts'

export const pushFilterBelowOperator: RewriteRule = {
  name: 'pushFilterBelowOperator',
  spark:
    'PushPredicateThroughNonJoin: Filter over EventTimeWatermark (deterministic conjuncts that do not read the event time) and over Union (deterministic conjuncts, to every input)',
  apply: (plan) =>
    transformUp(plan, (one) => (one.kind === 'rows' && one.input.kind === 'operator' ? pushed(one, one.input) : one)),
}

function pushed(rows: RowsPlan, below: OperatorPlan): BoundPlan {
  const { steps } = rows
  let leading = 0
  while (leading < steps.length && 'filter' in (steps[leading] as RowWiseStep)) leading++
  const predicates = steps.slice(0, leading).flatMap((step) => ('filter' in step ? conjuncts(step.filter) : []))
  const schemas = below.inputs.map((input) => input.schema)
  const moved: Bound[][] = schemas.map(() => [])
  const staying = predicates.filter((predicate) => !move(predicate, below, moved))
  if (staying.length === predicates.length) return rows
  const inputs = below.inputs.map((input, port) => {
    const here = moved[port] as Bound[]
    return here.length === 0
      ? input
      : rowsOver(
          here.map((filter) => ({ filter })),
          input,
        )
  })
  const kept: RowStep[] = staying.length === 0 ? [] : [{ filter: conjunction(staying) }]
  return rowsOver([...kept, ...steps.slice(leading)], { ...below, inputs }, rows.schema)
}

/** Puts a predicate into the list of each input it can move to; false when it must stay above. */
function move(predicate: Bound, below: OperatorPlan, moved: readonly Bound[][]): boolean {
  const { definition, node } = below
  if (!definition.passes || !definition.origin || !isDeterministic(predicate)) return false
  const schemas = below.inputs.map((input) => input.schema)
  const columns = [...collectInputs(predicate)]
  if (!columns.every((column) => definition.passes?.(node.options, column, schemas))) return false
  const origins = new Map(columns.map((column) => [column, definition.origin?.(node.options, column, schemas) ?? []]))
  const ports = schemas
    .map((_, port) => port)
    .filter((port) => columns.every((column) => origins.get(column)?.some((one) => one.port === port)))
  for (const port of ports) {
    moved[port]?.push(
      moveInputs(predicate, (index) => origins.get(index)?.find((one) => one.port === port)?.column ?? index),
    )
  }
  return ports.length > 0
}

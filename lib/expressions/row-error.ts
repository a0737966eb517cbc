/**
 * Where in a statement the expression stands that a row's error came from. Loops know nothing of places: when one has
 * raised, its rows are gone through once more, one expression after the other.
 */
import type { RecordBatch } from '../columnar/record-batch.ts'
import { rowAt } from '../columnar/values.ts'
import { MillraceError } from '../errors.ts'
import type { SqlValue } from '../types/data-type.ts'
import type { Bound } from './bound.ts'
import { operandsOf } from './bound-operands.ts'
import { type InterpretContext, interpreter } from './interpret.ts'
import type { RowStep } from './row-step.ts'
import { placedError, placeOf } from './text-place.ts'

/**
 * The error with its place, as Spark words it; the error itself where none is known, or where a second evaluation would not
 * be the same or would be seen: functions of users, what is not deterministic.
 *
 * @param error what the steps raised over the batch
 */
export function rowError(
  error: unknown,
  steps: readonly RowStep[],
  batch: RecordBatch,
  context: InterpretContext,
): unknown {
  if (!(error instanceof MillraceError) || error.message.includes('== SQL')) return error
  const all = steps.flatMap(valuesOf)
  if (!all.some(isPlaced) || !all.every((one) => isRepeatable(one, context))) return error
  const run = steps.map((step) => {
    const evaluate = valuesOf(step).map((one) => interpreter(one, context))
    return { evaluate, filters: 'filter' in step }
  })
  try {
    for (let at = 0; at < batch.selected; at++) {
      let row = rowAt(batch, batch.selection?.[at] ?? at)
      for (const { evaluate, filters } of run) {
        const values: SqlValue[] = evaluate.map((one) => one(row))
        if (!filters) row = values
        else if (values[0] !== true) break
      }
    }
  } catch (again) {
    const place = again instanceof MillraceError && again.condition === error.condition ? placeOf(again) : undefined
    return place ? placedError(again as MillraceError, place) : error
  }
  return error
}

const valuesOf = (step: RowStep): readonly Bound[] =>
  'filter' in step ? [step.filter] : step.project.map(({ value }) => value)

const isPlaced = (bound: Bound): boolean => placeOf(bound) !== undefined || operandsOf(bound).some(isPlaced)

function isRepeatable(bound: Bound, context: InterpretContext): boolean {
  if (bound.kind === 'udf') return false
  if (bound.kind === 'call' && context.functions.get(bound.name)?.deterministic === false) return false
  return operandsOf(bound).every((one) => isRepeatable(one, context))
}

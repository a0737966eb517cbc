/** The accumulators of an operator that aggregates, and rows that go into them. */
import type { BoolVector, Vector } from '../../columnar/vector.ts'
import { invariant } from '../../errors.ts'
import type { Accumulator } from '../../expressions/aggregates/aggregate-function.ts'
import { findAggregate } from '../../expressions/aggregates/index.ts'
import type { Evaluation } from '../../expressions/evaluation.ts'
import type { BoundAggregate } from './bound-aggregate.ts'

/** New accumulators, one per aggregate. */
export function startAccumulators(
  aggregates: readonly BoundAggregate[],
  evaluation: Evaluation,
): readonly Accumulator[] {
  return aggregates.map(({ call }) => {
    const found = findAggregate(call.name)
    invariant(found, `no aggregate function is called ${call.name}`)
    return found.start(call, evaluation)
  })
}

/** Whether the order of rows shows in what one of the aggregates gives: first, collect_list. */
export function showsOrder(aggregates: readonly BoundAggregate[]): boolean {
  return aggregates.some(({ call }) => findAggregate(call.name)?.deterministic === false)
}

/**
 * Adds rows.
 *
 * @param accumulators of `aggregates`, in their order
 * @param ids group of each row
 * @param columns of the batch
 * @param rows row numbers; undefined = rows 0 … count−1
 */
export function accumulate(
  aggregates: readonly BoundAggregate[],
  accumulators: readonly Accumulator[],
  ids: Int32Array,
  columns: readonly Vector[],
  rows: Int32Array | undefined,
  count: number,
): void {
  for (let at = 0; at < aggregates.length; at++) {
    const { args, filter } = aggregates[at] as BoundAggregate
    const accumulator = accumulators[at] as Accumulator
    const taken = args.map((column) => columns[column] as Vector)
    if (filter === undefined) accumulator.add(ids, taken, rows, count)
    else addFiltered(accumulator, ids, taken, rows, count, columns[filter] as BoolVector)
  }
}

/** `FILTER (WHERE …)`: rows for which the condition is neither false nor null. */
function addFiltered(
  accumulator: Accumulator,
  ids: Int32Array,
  args: readonly Vector[],
  rows: Int32Array | undefined,
  count: number,
  { values, nulls }: BoolVector,
): void {
  const keptIds = new Int32Array(count)
  const keptRows = new Int32Array(count)
  let kept = 0
  for (let i = 0; i < count; i++) {
    const row = rows === undefined ? i : (rows[i] as number)
    if (values[row] === 0 || nulls?.[row] === 1) continue
    keptIds[kept] = ids[i] as number
    keptRows[kept++] = row
  }
  if (kept > 0) accumulator.add(keptIds, args, keptRows, kept)
}

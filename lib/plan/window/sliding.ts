/**
 * Aggregates over long frames that move on, in proportion to the rows instead of to the frames: a frame is put together of
 * two parts. What begins before a place in its middle is kept aggregated up to that place from each row on; behind the
 * place rows are added as they come in. When the frame has left the first part, the place moves to the frame's end.
 */
import { VectorBuilder } from '../../columnar/builder.ts'
import { valueAt } from '../../columnar/values.ts'
import type { Vector } from '../../columnar/vector.ts'
import type { Accumulator } from '../../expressions/aggregates/aggregate-function.ts'
import type { DataType } from '../../types/data-type.ts'
import type { BoundWindow } from './bound-window.ts'
import type { Frames } from './frames.ts'
import type { Partitions } from './partitions.ts'

/** Rows of a frame, on average, from which on parts are cheaper. */
const longFrame = 32

/** Results that are finished at once. */
const finishedRows = 1024

const ofAnyOrder: ReadonlySet<string> = new Set([
  ...['count', 'count_if', 'min', 'max', 'bool_and', 'bool_or', 'bit_and', 'bit_or', 'bit_xor'],
])

/** Whether an aggregate of parts is the aggregate of the whole to the last bit; sums of doubles are not. */
export function canBeMerged({ of }: BoundWindow): boolean {
  if (of.kind === 'rows') return false
  const { name, args } = of.call
  if (ofAnyOrder.has(name)) return true
  const kind = args[0]?.type.kind
  return (name === 'sum' || name === 'avg') && (kind === 'int' || kind === 'long' || kind === 'decimal')
}

/** Whether frames are long and none begins or ends before the one in front of it. */
export function areLongAndMoveOn({ from, to }: Frames, { starts }: Pick<Partitions, 'starts'>): boolean {
  let rows = 0
  for (let part = 0; part + 1 < starts.length; part++) {
    const end = starts[part + 1] as number
    for (let at = starts[part] as number; at < end; at++) {
      const [first, last] = [from[at] as number, to[at] as number]
      const isFirst = at === starts[part]
      if (!isFirst && (first < (from[at - 1] as number) || last < (to[at - 1] as number))) return false
      const isSame = !isFirst && first === from[at - 1] && last === to[at - 1]
      if (!isSame) rows += last - first
    }
  }
  return rows > longFrame * from.length
}

/** What adds rows to groups. */
interface Rows {
  start(groups: number): Accumulator
  add(accumulator: Accumulator, from: number, to: number, group: (at: number) => number): void
}

/** The results by position. @throws what the arithmetic raises over a part of a frame */
export function slidingResults(rows: Rows, type: DataType, frames: Frames, starts: readonly number[]): Vector {
  const builder = new VectorBuilder(type, frames.from.length)
  for (let part = 0; part + 1 < starts.length; part++) {
    slide(rows, frames, starts[part] as number, starts[part + 1] as number, builder)
  }
  return builder.finish()
}

/** One partition. Groups: one for each row, the aggregate from it to the middle; one behind the middle; the results. */
function slide(rows: Rows, { from, to }: Frames, begin: number, end: number, builder: VectorBuilder): void {
  const behind = end - begin
  const size = Math.min(behind, finishedRows)
  const accumulator = rows.start(behind + 1 + size)
  const results = Int32Array.from({ length: size }, (_, at) => behind + 1 + at)
  const [into, part] = [new Int32Array(1), new Int32Array(1)]
  const merge = (target: number, group: number): void => {
    into[0] = target
    part[0] = group
    accumulator.merge(into, accumulator, part, 1)
  }
  let middle = begin
  let added = begin
  let filled = 0
  for (let at = begin; at < end; at++) {
    const [first, last] = [from[at] as number, to[at] as number]
    if (first >= middle && last > first) {
      rows.add(accumulator, first, last, (row) => row - begin)
      for (let row = last - 2; row >= first; row--) merge(row - begin, row + 1 - begin)
      clear(accumulator, Int32Array.of(behind), 1)
      middle = last
      added = last
    } else if (last > added && first < middle) {
      rows.add(accumulator, added, last, () => behind)
      added = last
    }
    const result = results[filled++] as number
    if (last > first) {
      merge(result, first - begin)
      if (added > middle) merge(result, behind)
    }
    if (filled < size && at < end - 1) continue
    const made = accumulator.finish(results, filled)
    for (let row = 0; row < filled; row++) builder.append(valueAt(made, row))
    clear(accumulator, results, filled)
    filled = 0
  }
}

function clear({ cells }: Accumulator, ids: Int32Array, count: number): void {
  for (const one of cells) one.clear(ids, count)
}

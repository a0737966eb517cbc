/**
 * Aggregates over frames. A frame that is the same for many rows is aggregated once, one that only grows goes on from row
 * to row, long ones that move on are put together of parts, others are aggregated each by itself, many at a time.
 */
import { VectorBuilder } from '../../columnar/builder.ts'
import { valueAt } from '../../columnar/values.ts'
import type { BoolVector, Vector } from '../../columnar/vector.ts'
import { invariant, MillraceError } from '../../errors.ts'
import type { Accumulator } from '../../expressions/aggregates/aggregate-function.ts'
import { findAggregate } from '../../expressions/aggregates/index.ts'
import type { Evaluation } from '../../expressions/evaluation.ts'
import type { SqlValue } from '../../types/data-type.ts'
import type { BoundWindow } from './bound-window.ts'
import { type Frames, framesOf } from './frames.ts'
import type { Partitions } from './partitions.ts'
import { areLongAndMoveOn, canBeMerged, slidingResults } from './sliding.ts'

type AggregateWindow = BoundWindow & { readonly of: { readonly kind: 'aggregate' } }

/** Rows that are added at once, over several frames. */
const addedRows = 65_536

/** The results by position. */
export function aggregateResults(
  window: AggregateWindow,
  columns: readonly Vector[],
  sorted: Partitions,
  evaluation: Evaluation,
): Vector {
  const rows = new FrameRows(window, columns, sorted, evaluation)
  const frames = framesOf(window, columns, sorted)
  const grows = window.frame.lower === 'unbounded' && window.frame.upper !== 'unbounded'
  if (grows) return rows.growing(frames)
  if (!canBeMerged(window) || !areLongAndMoveOn(frames, sorted)) return rows.separate(frames)
  try {
    return slidingResults(rows, window.field.type, frames, sorted.starts)
  } catch (error) {
    // A sum over a part of a frame may overflow where the frame's own, from its first row on, does not.
    if (error instanceof MillraceError) return rows.separate(frames)
    throw error
  }
}

class FrameRows {
  readonly #window: AggregateWindow
  readonly #args: readonly Vector[]
  readonly #filter: BoolVector | undefined
  readonly #rows: Int32Array
  readonly #evaluation: Evaluation

  constructor(window: AggregateWindow, columns: readonly Vector[], { rows }: Partitions, evaluation: Evaluation) {
    this.#window = window
    this.#args = window.args.map((column) => columns[column] as Vector)
    const { filter } = window.of
    this.#filter = filter === undefined ? undefined : (columns[filter] as BoolVector)
    this.#rows = rows
    this.#evaluation = evaluation
  }

  /** Adds the rows of positions `from … to − 1`, each to the group that its position has. */
  add(accumulator: Accumulator, from: number, to: number, group: (at: number) => number): void {
    const ids: number[] = []
    const rows: number[] = []
    for (let at = from; at < to; at++) this.#addRange(at, at + 1, group(at), ids, rows)
    if (rows.length > 0) accumulator.add(Int32Array.from(ids), this.#args, Int32Array.from(rows), rows.length)
  }

  /** Each different frame by itself; equal ones that follow each other are one. */
  separate({ from, to }: Frames): Vector {
    const builder = new VectorBuilder(this.#window.field.type, this.#rows.length)
    for (let at = 0; at < this.#rows.length; ) {
      const starts: number[] = []
      const ids: number[] = []
      const rows: number[] = []
      while (at < this.#rows.length && rows.length < addedRows) {
        const id = starts.length
        starts.push(at)
        this.#addRange(from[at] as number, to[at] as number, id, ids, rows)
        let next = at + 1
        while (next < this.#rows.length && from[next] === from[at] && to[next] === to[at]) next++
        at = next
      }
      const results = this.#aggregate(starts.length, ids, rows)
      for (let id = 0; id < starts.length; id++) {
        const end = starts[id + 1] ?? at
        for (let row = starts[id] as number; row < end; row++) builder.append(results[id] as SqlValue)
      }
    }
    return builder.finish()
  }

  /** Frames that begin with the partition: rows are added as they come in. */
  growing({ from, to }: Frames): Vector {
    const builder = new VectorBuilder(this.#window.field.type, this.#rows.length)
    let accumulator = this.start(1)
    const id = Int32Array.of(0)
    let begin = -1
    let added = 0
    let result: SqlValue = null
    for (let at = 0; at < this.#rows.length; at++) {
      const isNew = begin !== from[at]
      if (isNew) {
        begin = from[at] as number
        added = begin
        accumulator = this.start(1)
      }
      if (isNew || (to[at] as number) > added) {
        const ids: number[] = []
        const rows: number[] = []
        this.#addRange(added, to[at] as number, 0, ids, rows)
        if (rows.length > 0) accumulator.add(Int32Array.from(ids), this.#args, Int32Array.from(rows), rows.length)
        added = Math.max(added, to[at] as number)
        result = valueAt(accumulator.finish(id, 1), 0)
      }
      builder.append(result)
    }
    return builder.finish()
  }

  /** `FILTER (WHERE …)` leaves out rows for which the condition is false or null. */
  #addRange(from: number, to: number, id: number, ids: number[], rows: number[]): void {
    const filter = this.#filter
    for (let at = from; at < to; at++) {
      const row = this.#rows[at] as number
      if (filter && (filter.values[row] !== 1 || filter.nulls?.[row] === 1)) continue
      ids.push(id)
      rows.push(row)
    }
  }

  #aggregate(groups: number, ids: readonly number[], rows: readonly number[]): readonly SqlValue[] {
    const accumulator = this.start(groups)
    if (rows.length > 0) accumulator.add(Int32Array.from(ids), this.#args, Int32Array.from(rows), rows.length)
    const all = Int32Array.from({ length: groups }, (_, id) => id)
    const results = accumulator.finish(all, groups)
    return Array.from({ length: groups }, (_, id) => valueAt(results, id))
  }

  /** A new accumulator of so many groups. */
  start(groups: number): Accumulator {
    const { call } = this.#window.of
    const found = findAggregate(call.name)
    invariant(found, `no aggregate function is called ${call.name}`)
    const accumulator = found.start(call, this.#evaluation)
    const ids = Int32Array.from({ length: groups }, (_, id) => id)
    for (const one of accumulator.cells) {
      one.grow(groups)
      one.clear(ids, groups)
    }
    return accumulator
  }
}

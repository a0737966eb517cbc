/**
 * Sliding windows by panes: between two windows' starts all rows are in the same windows, so they are grouped by the last
 * of them first, and what a pane's groups hold is then added to every window the pane is in. Rows are looked up once, not
 * once for each window.
 */
import type { Int64Vector, StructVector, Vector } from '../../columnar/vector.ts'
import type { Evaluation } from '../../expressions/evaluation.ts'
import { GroupState } from '../../state/group-state.ts'
import type { Field, Micros } from '../../types/data-type.ts'
import { accumulate, startAccumulators } from './accumulate.ts'
import type { GroupedAggregateOptions, SlidingKey } from './bound-aggregate.ts'

/** More groups than this do not stay in the cache: their windows get them. */
const mostGroups = 1 << 15
/** Groups that are handed over at a time. */
const stepGroups = 8192

/** Takes groups of one window each: their key columns, and which groups of `from` they are. */
export type TakeGroups = (keys: readonly Vector[], from: GroupState, ids: Int32Array, count: number) => void

export class SlidingPanes {
  readonly #options: GroupedAggregateOptions
  readonly #sliding: SlidingKey
  readonly #groups: GroupState
  #ids = new Int32Array(0)

  constructor(options: GroupedAggregateOptions, sliding: SlidingKey, keys: readonly Field[], evaluation: Evaluation) {
    this.#options = options
    this.#sliding = sliding
    this.#groups = new GroupState(keys, startAccumulators(options.aggregates, evaluation))
  }

  /** Adds rows, whose windows are the last ones that hold them; gives groups to `take` when there are many. */
  add(columns: readonly Vector[], rows: Int32Array | undefined, count: number, take: TakeGroups): void {
    if (this.#ids.length < count) this.#ids = new Int32Array(count)
    const { keys, aggregates } = this.#options
    this.#groups.assign(columns.slice(0, keys), rows, count, this.#ids)
    accumulate(aggregates, this.#groups.accumulators, this.#ids, columns, rows, count)
    if (this.#groups.size > mostGroups) this.flush(take)
  }

  /** Gives all groups to `take`, once for each window they are in, and forgets them. */
  flush(take: TakeGroups): void {
    const groups = this.#groups
    if (groups.size === 0) return
    const all = groups.ids()
    for (let from = 0; from < all.length; from += stepGroups) {
      const ids = all.subarray(from, from + stepGroups)
      const keys = groups.keyVectors(ids, ids.length)
      for (let position = 0; position < this.#sliding.times; position++)
        take(inWindow(keys, this.#sliding, position), groups, ids, ids.length)
    }
    groups.clear()
  }
}

/** Columns in which the sliding window is the one that began `position` slides before. */
export function inWindow(columns: readonly Vector[], sliding: SlidingKey, position: number): readonly Vector[] {
  if (position === 0) return columns
  const distance = BigInt(position) * sliding.slide
  const window = columns[sliding.column] as StructVector
  const children = window.children.map((one) => earlier(one as Int64Vector, distance))
  return columns.with(sliding.column, { ...window, children })
}

function earlier(times: Int64Vector, distance: Micros): Int64Vector {
  const { length } = times
  const values = new BigInt64Array(length)
  moveBack(times.values, distance, length, values)
  return { ...times, values, words: new Int32Array(values.buffer) }
}

function moveBack(times: BigInt64Array, distance: bigint, count: number, into: BigInt64Array): void {
  for (let i = 0; i < count; i++) into[i] = BigInt.asIntN(64, (times[i] as bigint) - distance)
}

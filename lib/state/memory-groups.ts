/** Groups in memory, and when they expire. */
import type { Vector } from '../columnar/vector.ts'
import type { Accumulator } from '../expressions/aggregates/aggregate-function.ts'
import type { Micros } from '../types/data-type.ts'
import type { ChangedIds } from './changed-ids.ts'
import { ExpiryIndex } from './expiry-index.ts'
import { fillGroups } from './fill-groups.ts'
import { GroupState } from './group-state.ts'
import type { Groups, GroupsOptions } from './groups.ts'
import { expiryTimes } from './late-rows.ts'
import { MemoryEntries } from './memory-entries.ts'
import type { StateStore } from './state-store.ts'

export class MemoryGroups implements Groups {
  readonly #groups: GroupState
  readonly #state: StateStore | undefined
  readonly #timeColumn: number
  readonly #expiry: ExpiryIndex | undefined

  constructor({ keys, accumulators, values, timeColumn, state }: GroupsOptions) {
    this.#groups = new GroupState(keys, accumulators, values)
    this.#state = state
    this.#timeColumn = timeColumn ?? -1
    this.#expiry = timeColumn === undefined ? undefined : new ExpiryIndex()
    if (state) {
      const { name, key, value } = this.#groups
      const entries = new MemoryEntries({ name, key, value, ordered: false })
      const isNew = state.fill(entries)
      state.register(this.#groups, isNew)
      // The state was on disk before.
      if (isNew) {
        fillGroups(this.#groups, [...entries.all()])
        this.#groups.takenOver()
      }
    }
    const ids = this.#groups.ids()
    if (ids.length > 0) this.#addExpiry(ids, ids.length)
  }

  get accumulators(): readonly Accumulator[] {
    return this.#groups.accumulators
  }

  get changed(): ChangedIds {
    return this.#groups.changed
  }

  assign(columns: readonly Vector[], rows: Int32Array | undefined, count: number, ids: Int32Array): void {
    const groups = this.#groups
    groups.assign(columns, rows, count, ids)
    if (this.#expiry && groups.createdCount > 0) this.#addExpiry(groups.created, groups.createdCount)
  }

  #addExpiry(ids: Int32Array, count: number): void {
    if (!this.#expiry) return
    const times = expiryTimes(this.#groups.keyVectors(ids, count)[this.#timeColumn] as Vector)
    this.#expiry.add(ids, times, count)
  }

  vectors(ids: Int32Array, count: number): readonly Vector[] {
    return this.#groups.vectors(ids, count)
  }

  *all(count: number): Iterable<{ readonly columns: readonly Vector[]; readonly count: number }> {
    const ids = this.#groups.ids()
    for (let from = 0; from < ids.length; from += count) {
      const some = ids.subarray(from, from + count)
      yield { columns: this.#groups.vectors(some, some.length), count: some.length }
    }
  }

  evict(time: Micros, last: ((ids: Int32Array, count: number) => void) | undefined): number {
    if (!this.#expiry) return 0
    const gone = this.#expiry.expire(time)
    last?.(gone, gone.length)
    this.#groups.remove(gone, gone.length)
    return gone.length
  }

  clear(): void {
    this.#groups.clear()
  }

  seal(): void {
    this.#state?.seal()
  }
}

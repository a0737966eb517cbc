/**
 * Groups on disk: those that rows came for in an epoch are in memory until its end, and what they were before is looked up
 * when the first row comes.
 */
import type { Int64Vector, Vector } from '../columnar/vector.ts'
import { invariant } from '../errors.ts'
import type { Accumulator } from '../expressions/aggregates/aggregate-function.ts'
import type { Micros } from '../types/data-type.ts'
import type { ChangedIds } from './changed-ids.ts'
import { DiskEntries } from './disk-entries.ts'
import { EntryBatch } from './entry-batch.ts'
import { EntryKeys } from './entry-keys.ts'
import { entryPages } from './entry-pages.ts'
import type { Entry } from './entry-table.ts'
import { ExpiryEntries } from './expiry-entries.ts'
import { GroupRecords } from './group-records.ts'
import { GroupState } from './group-state.ts'
import type { Groups, GroupsOptions } from './groups.ts'
import { expiryTimes } from './late-rows.ts'
import type { StateStore } from './state-store.ts'

/** Groups that are read, written or evicted at a time. */
const stepGroups = 8192

export class DiskGroups implements Groups {
  readonly #groups: GroupState
  readonly #state: StateStore
  readonly #entries: DiskEntries
  readonly #keys: EntryKeys
  readonly #records: GroupRecords
  readonly #timeColumn: number
  readonly #expiry: ExpiryEntries | undefined
  readonly #batch = new EntryBatch()
  #found = new Int32Array(64)
  /** By id of a group in memory: 1 = the disk has it as well. */
  #isOld = new Uint8Array(64)
  #ids = new Int32Array(stepGroups)

  constructor({ keys, accumulators, values, timeColumn }: GroupsOptions, state: StateStore) {
    this.#groups = new GroupState(keys, accumulators, values)
    this.#state = state
    const { name, key, value } = this.#groups
    const entries = state.entries({ name, key, value, ordered: true })
    invariant(entries instanceof DiskEntries, 'groups on disk need a state on disk')
    this.#entries = entries
    this.#keys = new EntryKeys(keys.map(({ type }) => type))
    this.#records = new GroupRecords(accumulators.flatMap(({ cells }) => cells))
    this.#timeColumn = timeColumn ?? -1
    this.#expiry = timeColumn === undefined ? undefined : new ExpiryEntries(state)
    // The state was in memory before.
    if (state.fill(this.#groups)) {
      const ids = this.#groups.ids()
      this.#addExpiry(ids, ids.length)
      this.#isOld = new Uint8Array(this.#groups.top)
      this.#write(ids, ids.length)
      this.#groups.clear()
    } else this.#expiry?.fill(entries.range(nothing), (page) => this.#timesOf(page))
  }

  #timesOf(entries: readonly Entry[]): Int64Vector {
    const columns = this.#keys.decode(entries.map(({ key }) => key))
    return expiryTimes(columns[this.#timeColumn] as Vector)
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
    if (groups.createdCount > 0) this.#look(groups.created, groups.createdCount)
  }

  /** Finds out what groups that are new in memory were before. */
  #look(created: Int32Array, count: number): void {
    if (this.#found.length < count) this.#found = new Int32Array(2 * count)
    if (this.#isOld.length < this.#groups.top) this.#isOld = grown(this.#isOld, 2 * this.#groups.top)
    const found = this.#found
    const records = this.#records
    const columns = this.#groups.keyVectors(created, count)
    const times = this.#expiry && expiryTimes(columns[this.#timeColumn] as Vector)
    let at = 0
    records.begin()
    for (let i = 0; i < count; i++) {
      const key = this.#keys.passing(columns, i)
      const record = this.#entries.peek(key)
      const id = created[i] as number
      this.#isOld[id] = record ? 1 : 0
      if (record) {
        records.add(record)
        found[at++] = id
      } else if (times) this.#expiry?.add(key, times, i)
    }
    if (at > 0) records.load(found, at)
  }

  #addExpiry(ids: Int32Array, count: number): void {
    if (!this.#expiry) return
    for (let from = 0; from < count; from += stepGroups) {
      const some = ids.subarray(from, Math.min(from + stepGroups, count))
      const columns = this.#groups.keyVectors(some, some.length)
      const times = expiryTimes(columns[this.#timeColumn] as Vector)
      for (let i = 0; i < some.length; i++) this.#expiry.add(this.#keys.encode(columns, i), times, i)
    }
  }

  vectors(ids: Int32Array, count: number): readonly Vector[] {
    return this.#groups.vectors(ids, count)
  }

  /** Those in memory are written first: what is read then is all there is. */
  *all(count: number): Iterable<{ readonly columns: readonly Vector[]; readonly count: number }> {
    this.#flush()
    const groups = this.#groups
    for (const entries of entryPages(this.#entries.range(nothing), Math.min(count, stepGroups))) {
      this.#load(entries)
      yield { columns: groups.vectors(this.#ids, entries.length), count: entries.length }
      groups.clear()
    }
  }

  /** Takes entries into memory, where there is nothing else; their ids are the first of `#ids`. */
  #load(entries: readonly Entry[]): void {
    const columns = this.#keys.decode(entries.map(({ key }) => key))
    this.#groups.assign(columns, undefined, entries.length, this.#ids)
    this.#records.begin()
    for (const { value } of entries) this.#records.add(value)
    this.#records.load(this.#ids, entries.length)
  }

  evict(time: Micros, last: ((ids: Int32Array, count: number) => void) | undefined): number {
    if (!this.#expiry) return 0
    this.#flush()
    let count = 0
    for (const keys of this.#expiry.expire(time, stepGroups)) {
      count += keys.length
      if (last) {
        this.#load(keys.map((key) => ({ key, value: this.#entries.get(key) as Uint8Array })))
        last(this.#ids, keys.length)
        this.#groups.clear()
      }
      for (const key of keys) this.#entries.remove(key, true)
    }
    return count
  }

  clear(): void {
    this.#groups.clear()
  }

  seal(): void {
    this.#flush()
    this.#state.seal()
  }

  /** Writes the groups that rows came for, and empties the memory. */
  #flush(): void {
    const { changed } = this.#groups
    if (changed.count === 0) return
    changed.arrange()
    this.#write(changed.ids, changed.count)
    this.#groups.clear()
  }

  #write(ids: Int32Array, count: number): void {
    let created = 0
    for (let from = 0; from < count; from += stepGroups) {
      const some = ids.subarray(from, Math.min(from + stepGroups, count))
      const columns = this.#groups.keyVectors(some, some.length)
      let at = 0
      this.#records.save(some, some.length, (id, record) => {
        this.#batch.add(this.#keys.passing(columns, at++), record)
        if (this.#isOld[id] === 0) created += 1
      })
    }
    this.#entries.putAll(this.#batch, created)
  }
}

function grown(flags: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const longer = new Uint8Array(length)
  longer.set(flags)
  return longer
}

const nothing = new Uint8Array(0)

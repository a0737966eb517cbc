/** Keys by the time at which they expire, as an ordered table: 8 bytes of the time, big endian and moved to be unsigned, and the key. */
import type { Int64Vector } from '../columnar/vector.ts'
import type { Micros } from '../types/data-type.ts'
import { Schema } from '../types/schema.ts'
import { binaryType, field, longType } from '../types/types.ts'
import { entryPages } from './entry-pages.ts'
import type { Entry, EntryTable } from './entry-table.ts'
import type { StateStore } from './state-store.ts'
import { orderedTimeBytes as timeBytes, writeOrderedTime } from './time-words.ts'

const nothing = new Uint8Array(0)
/** Entries that are looked at at a time. */
const stepEntries = 8192

export class ExpiryEntries {
  readonly #table: EntryTable

  /** @param name of its table; a stage may have several */
  constructor(state: StateStore, name = 'expiry') {
    this.#table = state.entries({
      name,
      key: new Schema([field('time', longType, false), field('key', binaryType, false)]),
      value: new Schema([]),
      ordered: true,
      isIndex: true,
    })
  }

  get size(): number {
    return this.#table.size
  }

  /** Row `row` of `times` is when the key expires; null = never. */
  add(key: Uint8Array, times: Int64Vector, row: number): void {
    if (times.nulls?.[row] === 1) return
    const entry = new Uint8Array(timeBytes + key.length)
    writeOrderedTime(new DataView(entry.buffer), 0, times, row)
    entry.set(key, timeBytes)
    this.#table.put(entry, nothing)
  }

  /**
   * Adds the keys of entries that are on disk when it has none: they did not expire before, since the output mode was another
   * or there was no watermark.
   */
  fill(entries: Iterable<Entry>, timesOf: (page: readonly Entry[]) => Int64Vector): void {
    if (this.size > 0) return
    for (const page of entryPages(entries, stepEntries)) {
      const times = timesOf(page)
      for (const [at, { key }] of page.entries()) this.add(key, times, at)
    }
  }

  /** Takes out, and gives, the keys whose time is at or before `time`, at most `count` at a time, earlier ones first. */
  *expire(time: Micros, count: number): Generator<Uint8Array[]> {
    const end = new Uint8Array(timeBytes)
    new DataView(end.buffer).setBigUint64(0, BigInt.asUintN(64, time + 1n) ^ (1n << 63n))
    let keys: Uint8Array[] = []
    for (const { key } of this.#table.range(nothing, end)) {
      this.#table.remove(key, true)
      keys.push(key.subarray(timeBytes))
      if (keys.length < count) continue
      yield keys
      keys = []
    }
    if (keys.length > 0) yield keys
  }
}

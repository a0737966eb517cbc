/** Keys that have been seen, on disk: those of the epoch are in memory, so that each is looked up once. */
import type { Int64Vector, Vector } from '../columnar/vector.ts'
import { invariant } from '../errors.ts'
import type { Field, Micros } from '../types/data-type.ts'
import { Schema } from '../types/schema.ts'
import { DiskEntries } from './disk-entries.ts'
import { EntryKeys } from './entry-keys.ts'
import { ExpiryEntries } from './expiry-entries.ts'
import { expiryTimes } from './late-rows.ts'
import { delayedTimes, type Forgetting, SeenKeys, type SeenKeyTable, seenKeyFields } from './seen-keys.ts'
import type { StateStore } from './state-store.ts'
import { timesOfRows } from './time-words.ts'

/** Keys that are forgotten or taken over at a time. */
const stepKeys = 8192
const nothing = new Uint8Array(0)

export class DiskSeenKeys implements SeenKeyTable {
  readonly #forgetting: Forgetting
  readonly #entries: DiskEntries
  readonly #expiry: ExpiryEntries | undefined
  readonly #keys: EntryKeys
  /** Of this epoch. */
  readonly #recent: SeenKeys

  constructor(keys: readonly Field[], forgetting: Forgetting, state: StateStore) {
    this.#forgetting = forgetting
    const entries = state.entries({
      name: 'keys',
      key: new Schema(keys),
      value: new Schema(seenKeyFields(forgetting)),
      ordered: true,
    })
    invariant(entries instanceof DiskEntries, 'keys on disk need a state on disk')
    this.#entries = entries
    this.#expiry = forgetting.kind === 'never' ? undefined : new ExpiryEntries(state)
    this.#keys = new EntryKeys(keys.map(({ type }) => type))
    this.#recent = new SeenKeys(keys, { kind: 'never' })
    const inMemory = new SeenKeys(keys, forgetting)
    if (state.fill(inMemory)) this.#takeOver(inMemory)
    else if (forgetting.kind === 'column')
      this.#expiry?.fill(entries.range(nothing), (page) =>
        this.#columnTimes(this.#keys.decode(page.map(({ key }) => key))),
      )
  }

  #takeOver(keys: SeenKeys): void {
    const ids = keys.ids()
    for (let from = 0; from < ids.length; from += stepKeys) {
      const some = ids.subarray(from, from + stepKeys)
      const columns = keys.vectors(some)
      const { kind } = this.#forgetting
      const times = kind === 'never' ? undefined : kind === 'delay' ? columns.at(-1) : this.#columnTimes(columns)
      const keyColumns = kind === 'delay' ? columns.slice(0, -1) : columns
      for (let i = 0; i < some.length; i++) this.#put(this.#keys.encode(keyColumns, i), times as Int64Vector, i)
    }
  }

  admit(
    columns: readonly Vector[],
    times: Int64Vector | undefined,
    rows: Int32Array | undefined,
    count: number,
    fresh: Int32Array,
  ): number {
    const created = this.#recent.admit(columns, undefined, rows, count, fresh)
    const expiries = created === 0 ? undefined : this.#expiries(columns, times, fresh, created)
    let at = 0
    for (let i = 0; i < created; i++) {
      const row = fresh[i] as number
      const key = this.#keys.encode(columns, row)
      if (this.#entries.peek(key)) continue
      this.#put(key, expiries, i)
      fresh[at++] = row
    }
    return at
  }

  #expiries(
    columns: readonly Vector[],
    times: Int64Vector | undefined,
    rows: Int32Array,
    count: number,
  ): Int64Vector | undefined {
    const forgetting = this.#forgetting
    if (forgetting.kind === 'never') return undefined
    if (forgetting.kind === 'delay') return delayedTimes(times as Int64Vector, rows, count, forgetting.delay)
    return timesOfRows(this.#columnTimes(columns), rows, count)
  }

  #columnTimes(columns: readonly Vector[]): Int64Vector {
    const { column } = this.#forgetting as Forgetting & { readonly kind: 'column' }
    return expiryTimes(columns[column] as Vector)
  }

  /** Of a key that is new. The value is when it expires, where that is its own. */
  #put(key: Uint8Array, expiries: Int64Vector | undefined, row: number): void {
    if (expiries) this.#expiry?.add(key, expiries, row)
    if (this.#forgetting.kind !== 'delay' || !expiries) return this.#entries.put(key, nothing, false)
    const value = new Int32Array([expiries.words[2 * row] as number, expiries.words[2 * row + 1] as number])
    this.#entries.put(key, new Uint8Array(value.buffer), false)
  }

  forget(time: Micros): number {
    let count = 0
    for (const keys of this.#expiry?.expire(time, stepKeys) ?? []) {
      count += keys.length
      for (const key of keys) this.#entries.remove(key, true)
    }
    if (count > 0) this.#recent.clear()
    return count
  }

  clear(): void {
    this.#recent.clear()
  }

  endEpoch(): void {
    this.#recent.clear()
  }
}

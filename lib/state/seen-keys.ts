/**
 * Keys that have been seen, and when each of them is forgotten: the state of a deduplication.
 *
 * Format, little endian: u32 length and bytes of the key table's part, u32 keys with a time, their ids, their times in µs.
 */
import { ByteArena } from '../columnar/bytes.ts'
import { BytesReader } from '../columnar/bytes-reader.ts'
import type { Int64Vector, Vector } from '../columnar/vector.ts'
import type { Field, Micros } from '../types/data-type.ts'
import { Schema } from '../types/schema.ts'
import { field, longType } from '../types/types.ts'
import { ChangedIds } from './changed-ids.ts'
import { ExpiryIndex } from './expiry-index.ts'
import { KeyTable } from './key-table.ts'
import { expiryTimes } from './late-rows.ts'
import { restoreKeys } from './restore-keys.ts'
import type { StateTable } from './state-store.ts'
import { timesAt, timesOfRows, timeVector } from './time-words.ts'

/**
 * When a key is forgotten: never; when the watermark has reached the event time in its `column`; or when it has reached
 * the event time of the key's first row and `delay` more.
 */
export type Forgetting =
  | { readonly kind: 'never' }
  | { readonly kind: 'column'; readonly column: number }
  | { readonly kind: 'delay'; readonly delay: Micros }

/** What an operator needs of the keys, wherever they are. */
export interface SeenKeyTable {
  /**
   * Learns the keys of rows.
   *
   * @param columns the key columns of a batch
   * @param times event times of the batch; read only when keys are forgotten after a delay
   * @param rows row numbers; undefined = rows 0 … count−1
   * @param fresh takes the numbers of rows whose key was not there: the first of each, in order
   * @returns how many
   */
  admit(
    columns: readonly Vector[],
    times: Int64Vector | undefined,
    rows: Int32Array | undefined,
    count: number,
    fresh: Int32Array,
  ): number
  /** Forgets the keys whose time is at or before `time`; gives how many. */
  forget(time: Micros): number
  /** Forgets all, as if nothing had come. */
  clear(): void
  /** Before the state is sealed. */
  endEpoch(): void
}

/** Fields of the values: when a key is forgotten, where that is its own. */
export function seenKeyFields(forgetting: Forgetting): readonly Field[] {
  return forgetting.kind === 'delay' ? [field('expiresAtMicros', longType, false)] : []
}

/** Keys whose times are read at once after a restart. */
const restoredKeys = 8192

export class SeenKeys implements SeenKeyTable, StateTable {
  readonly name = 'keys'
  readonly key: Schema
  readonly value: Schema
  readonly #keys: KeyTable
  readonly #forgetting: Forgetting
  readonly #expiry: ExpiryIndex | undefined
  /** With a delay: each key's expiry as words by id, and the keys that came since `changes()`. */
  #times = new Int32Array(0)
  readonly #timed = new ChangedIds()
  /** Marks of the last call's new keys; all 0 between calls. */
  #isNew = new Uint8Array(64)
  #ids = new Int32Array(0)

  constructor(keys: readonly Field[], forgetting: Forgetting) {
    this.key = new Schema(keys)
    this.value = new Schema(seenKeyFields(forgetting))
    this.#keys = new KeyTable(keys.map(({ type }) => type))
    this.#forgetting = forgetting
    this.#expiry = forgetting.kind === 'never' ? undefined : new ExpiryIndex()
  }

  get size(): number {
    return this.#keys.size
  }

  admit(
    columns: readonly Vector[],
    times: Int64Vector | undefined,
    rows: Int32Array | undefined,
    count: number,
    fresh: Int32Array,
  ): number {
    if (this.#ids.length < count) this.#ids = new Int32Array(count)
    const ids = this.#ids
    const keys = this.#keys
    const created = keys.assign(columns, rows, count, ids)
    if (created === 0) return 0
    this.#firstRows(rows, count, fresh, created)
    if (this.#expiry) this.#expire(columns, times, fresh, created)
    return created
  }

  /** Numbers of the rows that brought new keys; their ids move to the front of `#ids`. */
  #firstRows(rows: Int32Array | undefined, count: number, fresh: Int32Array, created: number): void {
    const ids = this.#ids
    if (created === count) {
      for (let i = 0; i < count; i++) fresh[i] = rows === undefined ? i : (rows[i] as number)
      return
    }
    const newIds = this.#keys.created
    if (this.#isNew.length < this.#keys.top) this.#isNew = new Uint8Array(2 * this.#keys.top)
    const isNew = this.#isNew
    for (let i = 0; i < created; i++) isNew[newIds[i] as number] = 1
    for (let i = 0, at = 0; at < created; i++) {
      const id = ids[i] as number
      if (isNew[id] === 0) continue
      isNew[id] = 0
      ids[at] = id
      fresh[at++] = rows === undefined ? i : (rows[i] as number)
    }
  }

  #expire(columns: readonly Vector[], times: Int64Vector | undefined, rows: Int32Array, count: number): void {
    const ids = this.#ids
    const forgetting = this.#forgetting
    if (forgetting.kind === 'column') {
      const column = expiryTimes(columns[forgetting.column] as Vector)
      this.#expiry?.add(ids, timesOfRows(column, rows, count), count)
    } else if (forgetting.kind === 'delay') {
      const expiries = delayedTimes(times as Int64Vector, rows, count, forgetting.delay)
      this.#remember(ids, expiries, count)
      this.#timed.mark(ids, count)
      this.#expiry?.add(ids, expiries, count)
    }
  }

  #remember(ids: Int32Array, { words }: Int64Vector, count: number): void {
    for (let i = 0; i < count; i++) {
      const id = ids[i] as number
      if (2 * id + 2 > this.#times.length) {
        const grown = new Int32Array(Math.max(256, 4 * id + 2))
        grown.set(this.#times)
        this.#times = grown
      }
      this.#times[2 * id] = words[2 * i] as number
      this.#times[2 * id + 1] = words[2 * i + 1] as number
    }
  }

  forget(time: Micros): number {
    if (!this.#expiry) return 0
    const gone = this.#expiry.expire(time)
    this.#keys.removeAll(gone, gone.length)
    return gone.length
  }

  clear(): void {
    this.restore(undefined, [])
  }

  endEpoch(): void {}

  /** Ids of all keys, ascending. */
  ids(): Int32Array {
    return this.#keys.ids()
  }

  /** Key columns of some ids; with a delay, also when each is forgotten. */
  vectors(ids: Int32Array): readonly Vector[] {
    const keys = this.#keys.vectors(ids, ids.length)
    return this.#forgetting.kind === 'delay' ? [...keys, timesAt(this.#times, ids, ids.length)] : keys
  }

  snapshot(): Uint8Array {
    const timed = this.#forgetting.kind === 'delay'
    const ids = timed ? this.#keys.ids() : new Int32Array(0)
    return this.#encode(this.#keys.snapshot(), ids, ids.length)
  }

  changes(): Uint8Array | undefined {
    const keys = this.#keys.changes()
    if (keys === undefined) return undefined
    const ids = new Int32Array(this.#timed.count)
    let count = 0
    for (let i = 0; i < ids.length; i++) {
      const id = this.#timed.ids[i] as number
      if (this.#keys.has(id)) ids[count++] = id
    }
    this.#timed.clear()
    return this.#encode(keys, ids, count)
  }

  restore(snapshot: Uint8Array | undefined, changes: readonly Uint8Array[]): void {
    const readers = (snapshot ? [snapshot, ...changes] : changes).map((bytes) => new BytesReader(bytes))
    restoreKeys(this.#keys, readers, snapshot !== undefined)
    this.#timed.clear()
    this.#expiry?.clear()
    for (const reader of readers) {
      const count = reader.int()
      const ids = new Int32Array(reader.take(4 * count))
      this.#remember(ids, timeVector(new Int32Array(reader.take(8 * count))), count)
    }
    const ids = this.#keys.ids()
    for (let from = 0; this.#expiry && from < ids.length; from += restoredKeys) {
      const some = ids.subarray(from, from + restoredKeys)
      this.#expiry.add(some, this.#restoredTimes(some), some.length)
    }
  }

  #restoredTimes(ids: Int32Array): Int64Vector {
    const forgetting = this.#forgetting
    return forgetting.kind === 'column'
      ? expiryTimes(this.#keys.keyVector(forgetting.column, ids, ids.length))
      : timesAt(this.#times, ids, ids.length)
  }

  #encode(keys: Uint8Array, ids: Int32Array, count: number): Uint8Array {
    const arena = new ByteArena(keys.length + 8 + 12 * count)
    arena.appendInt(keys.length)
    arena.append(keys)
    arena.appendInt(count)
    arena.appendInts(ids, count)
    arena.appendInts(timesAt(this.#times, ids, count).words, 2 * count)
    return arena.bytes.subarray(0, arena.top)
  }
}

/**
 * Times and a delay, added word by word: a bigint a row costs an allocation. A null counts as 1970, as in Spark
 * (StreamingDeduplicateWithinWatermarkExec reads no null flag).
 */
export function delayedTimes(
  { words, nulls }: Int64Vector,
  rows: Int32Array,
  count: number,
  delay: Micros,
): Int64Vector {
  const delayLow = Number(BigInt.asUintN(32, delay))
  const delayHigh = Number(delay >> 32n)
  const sums = new Int32Array(2 * count)
  for (let i = 0; i < count; i++) {
    const row = rows[i] as number
    const isNull = nulls !== undefined && nulls[row] === 1
    const low = (isNull ? 0 : (words[2 * row] as number) >>> 0) + delayLow
    sums[2 * i] = low | 0
    sums[2 * i + 1] = (isNull ? 0 : (words[2 * row + 1] as number)) + delayHigh + (low > 0xffffffff ? 1 : 0)
  }
  return timeVector(sums)
}

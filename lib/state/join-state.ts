/**
 * What a join of two streams remembers: one table of keys for both sides, so that a row's key is looked up once, and the
 * rows of each side chained by key. Rows expire by their key's time, or each side's by a time of its own; eviction touches
 * what expires.
 *
 * Persistence, little endian: three parts, each an i32 length and its bytes: keys, left rows, right rows; of changes a part
 * may be empty.
 */
import { ByteArena } from '../columnar/bytes.ts'
import { BytesReader } from '../columnar/bytes-reader.ts'
import type { Int64Vector, Vector } from '../columnar/vector.ts'
import type { DataType, Micros } from '../types/data-type.ts'
import { Schema } from '../types/schema.ts'
import { field } from '../types/types.ts'
import { ExpiryIndex } from './expiry-index.ts'
import type { JoinRows, OfSides } from './join-rows.ts'
import { KeyTable } from './key-table.ts'
import { KeyedRows, noRow } from './keyed-rows.ts'
import { expiryTimes } from './late-rows.ts'
import { longer } from './longer.ts'
import { passedRows, type RowExpiry } from './row-expiry.ts'
import type { StateTable } from './state-store.ts'
import { timesOfRows } from './time-words.ts'

/** Rows whose times are read at once after a restart. */
const restoredRows = 8192

export class JoinState implements StateTable, JoinRows {
  readonly name = 'rows'
  readonly key: Schema
  readonly value: Schema
  readonly keys: KeyTable
  readonly sides: readonly [KeyedRows, KeyedRows]
  readonly #expiry: readonly [RowExpiry, RowExpiry]
  /** Of rows, for a side that expires by a column. */
  readonly #rowTimes: readonly [ExpiryIndex | undefined, ExpiryIndex | undefined]
  /** Of keys, when they expire: then both sides do. */
  readonly #keyTimes: ExpiryIndex | undefined
  #emptied = new Int32Array(64)

  /**
   * @param keys types of the keys
   * @param inputs columns of the left and of the right rows
   */
  constructor(keys: readonly DataType[], inputs: readonly [Schema, Schema], expiry: readonly [RowExpiry, RowExpiry]) {
    this.key = new Schema(keys.map((type, at) => field(`field${at}`, type)))
    this.value = new Schema(
      inputs.map(({ fields }, port) => field(port === 0 ? 'left' : 'right', { kind: 'struct', fields })),
    )
    this.keys = new KeyTable(keys)
    const [left, right] = inputs
    this.sides = [new KeyedRows(typesOf(left)), new KeyedRows(typesOf(right))]
    this.#expiry = expiry
    const own = (one: RowExpiry) => (one?.kind === 'column' ? new ExpiryIndex() : undefined)
    this.#rowTimes = [own(expiry[0]), own(expiry[1])]
    this.#keyTimes = expiry.some((one) => one?.kind === 'key') ? new ExpiryIndex() : undefined
  }

  get size(): number {
    return this.sides[0].size + this.sides[1].size
  }

  keysAssigned(): void {
    const { keys } = this
    for (const side of this.sides) side.growKeys(keys.top)
    if (this.#keyTimes) this.#timeKeys(keys.created, keys.createdCount)
  }

  append(
    port: 0 | 1,
    columns: readonly Vector[],
    rows: Int32Array | undefined,
    count: number,
    keys: Int32Array,
    ids: Int32Array,
  ): void {
    this.sides[port].append(columns, rows, count, keys, ids)
    const expiry = this.#expiry[port]
    if (expiry?.kind !== 'column') return
    const times = expiryTimes(columns[expiry.column] as Vector)
    this.#rowTimes[port]?.add(ids, timesOfRows(times, rows, count), count)
  }

  expired(times: OfSides<Micros | undefined>): Iterable<OfSides<Int32Array>> {
    const keyTime = times[0] ?? times[1]
    if (this.#keyTimes && keyTime !== undefined) {
      const keys = this.#keyTimes.expire(keyTime)
      return [[rowsOfKeys(this.sides[0], keys), rowsOfKeys(this.sides[1], keys)]]
    }
    const ofSide = (port: 0 | 1): Int32Array => {
      const time = times[port]
      return (time === undefined ? undefined : this.#rowTimes[port]?.expire(time)) ?? new Int32Array(0)
    }
    return [[ofSide(0), ofSide(1)]]
  }

  passed(port: 0 | 1, ids: Int32Array, time: Micros, into: Int32Array): number {
    return passedRows(this.#expiry[port], this.sides[port], this.keys, ids, time, into)
  }

  remove(port: 0 | 1, ids: Int32Array, count: number): void {
    const times = this.#rowTimes[port]
    if (times) for (let i = 0; i < count; i++) times.remove(ids[i] as number)
    this.removeExpired(port, ids, count)
  }

  removeExpired(port: 0 | 1, ids: Int32Array, count: number): void {
    if (count === 0) return
    if (this.#emptied.length < count) this.#emptied = new Int32Array(count)
    const emptied = this.#emptied
    const candidates = this.sides[port].removeAll(ids, count, emptied)
    const { ends } = this.sides[port === 0 ? 1 : 0]
    let gone = 0
    for (let i = 0; i < candidates; i++) {
      const key = emptied[i] as number
      if (ends[2 * key] !== noRow) continue
      emptied[gone++] = key
      this.#keyTimes?.remove(key)
    }
    if (gone > 0) this.keys.removeAll(emptied, gone)
  }

  endEpoch(): void {}

  snapshot(): Uint8Array {
    return encoded([this.keys.snapshot(), this.sides[0].snapshot(), this.sides[1].snapshot()])
  }

  changes(): Uint8Array | undefined {
    const parts = [this.keys.changes(), this.sides[0].changes(), this.sides[1].changes()]
    return parts.every((part) => part === undefined) ? undefined : encoded(parts)
  }

  restore(snapshot: Uint8Array | undefined, changes: readonly Uint8Array[]): void {
    const whole = snapshot && partsOf(snapshot)
    const later = changes.map(partsOf)
    const part = (at: number) => later.map((parts) => parts[at]).filter((one) => one !== undefined)
    this.keys.restore(whole?.[0], part(0))
    for (const [port, side] of this.sides.entries()) {
      side.growKeys(this.keys.top)
      side.restore(whole?.[port + 1], part(port + 1))
    }
    this.readTimes()
  }

  /** Makes the index of times anew. */
  readTimes(): void {
    this.#keyTimes?.clear()
    if (this.#keyTimes) inSteps(this.keys.ids(), (ids) => this.#timeKeys(ids, ids.length))
    for (const [port, times] of this.#rowTimes.entries()) {
      times?.clear()
      const expiry = this.#expiry[port]
      if (expiry?.kind !== 'column') continue
      const { arena } = this.sides[port as 0 | 1]
      inSteps(arena.ids(), (ids) =>
        times?.add(ids, expiryTimes(arena.column(expiry.column, ids, ids.length)), ids.length),
      )
    }
  }

  #timeKeys(ids: Int32Array, count: number): void {
    const expiry = this.#expiry.find((one) => one?.kind === 'key')
    if (expiry?.kind !== 'key' || count === 0) return
    const times: Int64Vector = expiryTimes(this.keys.keyVector(expiry.key, ids, count))
    this.#keyTimes?.add(ids, times, count)
  }
}

const typesOf = (schema: Schema): readonly DataType[] => schema.fields.map(({ type }) => type)

/** All rows of some keys, each named once. */
export function rowsOfKeys({ ends, links }: KeyedRows, keys: Int32Array): Int32Array {
  let rows = new Int32Array(Math.max(16, keys.length))
  let count = 0
  for (let i = 0; i < keys.length; i++) {
    for (let id = ends[2 * (keys[i] as number)] as number; id !== noRow; id = links[2 * id] as number) {
      if (count === rows.length) rows = longer(rows, count * 2)
      rows[count++] = id
    }
  }
  return rows.subarray(0, count)
}

function inSteps(ids: Int32Array, take: (ids: Int32Array) => void): void {
  for (let from = 0; from < ids.length; from += restoredRows) take(ids.subarray(from, from + restoredRows))
}

function encoded(parts: readonly (Uint8Array | undefined)[]): Uint8Array {
  const arena = new ByteArena(16 + parts.reduce((sum, part) => sum + (part?.length ?? 0), 0))
  for (const part of parts) {
    arena.appendInt(part?.length ?? 0)
    if (part) arena.append(part)
  }
  return arena.bytes.subarray(0, arena.top)
}

function partsOf(bytes: Uint8Array): readonly (Uint8Array | undefined)[] {
  const reader = new BytesReader(bytes)
  return [0, 1, 2].map(() => {
    const length = reader.int()
    const from = reader.skip(length)
    return length === 0 ? undefined : bytes.subarray(from, from + length)
  })
}

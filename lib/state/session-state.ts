/**
 * Sessions of a running aggregation: keys, their sessions, and what each accumulator remembers of a session, as one table
 * of the state store. Cost of a change file is in proportion to the sessions that changed.
 *
 * Format, little endian: u32 length and bytes of the key table's part; u32 sessions that have gone, their numbers; u32
 * sessions, their numbers, keys, starts and ends in µs, then each cell's values.
 */

import { ByteArena } from '../columnar/bytes.ts'
import { BytesReader } from '../columnar/bytes-reader.ts'
import type { Cells } from '../columnar/cells.ts'
import type { Int64Vector, StructVector, Vector } from '../columnar/vector.ts'
import type { Accumulator } from '../expressions/aggregates/aggregate-function.ts'
import type { DataType, Field, Micros } from '../types/data-type.ts'
import { Schema } from '../types/schema.ts'
import { field, timestampType } from '../types/types.ts'
import { ChangedIds } from './changed-ids.ts'
import { ExpiryIndex } from './expiry-index.ts'
import { KeyTable } from './key-table.ts'
import { restoreKeys } from './restore-keys.ts'
import { SavedSessions } from './saved-sessions.ts'
import { SessionLists } from './session-lists.ts'
import type { SessionVectors } from './sessions.ts'
import type { StateTable } from './state-store.ts'

export interface SessionStateOptions {
  /** Fields of the keys beside the session. */
  readonly keys: readonly Field[]
  /** The session's own field, STRUCT<start, end>. */
  readonly session: Field
  readonly accumulators: readonly Accumulator[]
  /** Fields of the accumulators' buffers; default as they say. */
  readonly values?: readonly Field[]
  /** Sessions go when the watermark has reached their end. */
  readonly expires: boolean
  /** Rows come by start and are accumulated in that order. */
  readonly ordered: boolean
}

export class SessionState implements StateTable {
  readonly name = 'sessions'
  readonly key: Schema
  readonly value: Schema
  readonly accumulators: readonly Accumulator[]
  readonly #keys: KeyTable
  /** Cells whose sessions keep memory of their own. */
  readonly #heavy: readonly Cells[]
  readonly #lists: SessionLists
  readonly #session: Field
  /** Types of the session's start and end. */
  readonly #bounds: readonly [DataType, DataType]
  readonly #expiry: ExpiryIndex | undefined
  /** Sessions that rows came for, or that went, since `changes()`. */
  readonly #changed = new ChangedIds()
  /** The next `changes()` are all there is. */
  #whole = false
  #keyIds = new Int32Array(0)

  constructor({ keys, session, accumulators, values, expires, ordered }: SessionStateOptions) {
    this.key = new Schema([...keys, field('sessionStartTime', timestampType, false)])
    this.value = new Schema([session, ...(values ?? accumulators.flatMap((one) => one.buffer))])
    this.accumulators = accumulators
    this.#heavy = accumulators.flatMap(({ cells }) => cells).filter((one) => one.keepsMemory)
    this.#keys = new KeyTable(keys.map(({ type }) => type))
    this.#lists = new SessionLists(ordered)
    this.#session = session
    this.#bounds = (session.type as DataType & { kind: 'struct' }).fields.map(({ type }) => type) as [
      DataType,
      DataType,
    ]
    this.#expiry = expires ? new ExpiryIndex() : undefined
  }

  get size(): number {
    return this.#lists.size
  }

  /** Steps that the last `assign` took from one session of a key to the next. */
  get steps(): number {
    return this.#lists.steps
  }

  /**
   * Sessions of rows, new ones with initial accumulators; all count as changed. `join` must follow once the rows are in
   * the accumulators.
   *
   * @param columns the key columns of a batch
   * @param session each row's own session
   */
  assign(
    columns: readonly Vector[],
    session: StructVector,
    rows: Int32Array | undefined,
    count: number,
    sessions: Int32Array,
  ): void {
    this.assignKeys(columns, rows, count)
    this.place(session, rows, count, sessions)
  }

  /** The first half of `assign`: ids of rows' keys, new ones among them; good until the next call. */
  assignKeys(columns: readonly Vector[], rows: Int32Array | undefined, count: number): Int32Array {
    if (this.#keyIds.length < count) this.#keyIds = new Int32Array(count)
    this.#keys.assign(columns, rows, count, this.#keyIds)
    return this.#keyIds
  }

  /** Keys that are new since the last `assignKeys`, the first `createdKeyCount`. */
  get createdKeys(): Int32Array {
    return this.#keys.created
  }

  get createdKeyCount(): number {
    return this.#keys.createdCount
  }

  /** The second half of `assign`. */
  place(session: StructVector, rows: Int32Array | undefined, count: number, sessions: Int32Array): void {
    const lists = this.#lists
    const [starts, ends] = session.children as readonly [Int64Vector, Int64Vector]
    lists.place(this.#keyIds, this.#keys.top, starts, ends, rows, count, sessions)
    const { created, createdCount } = lists
    if (createdCount > 0) this.#begin(created, lists.ends(created, createdCount), createdCount)
    this.#changed.mark(sessions, count)
  }

  /**
   * Adds sessions that a saved version knows, with initial accumulators; they do not count as changed.
   *
   * @param keyIds of keys that are there; the sessions of a key come by start, behind those it has
   * @param sessions takes their numbers
   */
  add(keyIds: Int32Array, starts: Int64Vector, ends: Int64Vector, count: number, sessions: Int32Array): void {
    const { top } = this.#keys
    for (let i = 0; i < count; i++) sessions[i] = this.#lists.append(keyIds[i] as number, top, starts, ends, i)
    this.#begin(sessions, ends, count)
  }

  /** New numbers. */
  #begin(sessions: Int32Array, ends: Int64Vector, count: number): void {
    for (const { cells } of this.accumulators) {
      for (const one of cells) {
        one.grow(this.#lists.top)
        one.clear(sessions, count)
      }
    }
    this.#expiry?.add(sessions, ends, count)
  }

  /** Sessions were taken over from another form of state: all are to be written, and no rows came for them. */
  takenOver(): void {
    this.#whole = true
  }

  /** Joins sessions that have come to touch, and what the accumulators hold of them, in order of start. */
  join(): void {
    const lists = this.#lists
    lists.join()
    if (lists.joinedCount === 0) return
    for (const one of this.accumulators) one.merge(lists.into, one, lists.from, lists.joinedCount)
    this.#changed.mark(lists.into, lists.joinedCount)
    this.#changed.mark(lists.from, lists.joinedCount)
    if (this.#expiry) for (let i = 0; i < lists.joinedCount; i++) this.#expiry.remove(lists.from[i] as number)
    for (const one of this.#heavy) one.clear(lists.from, lists.joinedCount)
    lists.release()
  }

  /** Sessions whose end is at or before `time`; the caller removes them. The index knows a session's first end only. */
  expired(time: Micros): Int32Array {
    if (!this.#expiry) return new Int32Array(0)
    const due = this.#expiry.expire(time)
    const lists = this.#lists
    const { values } = lists.ends(due, due.length)
    const gone = new Int32Array(due.length)
    const grown = new Int32Array(due.length)
    let goneCount = 0
    let grownCount = 0
    for (let i = 0; i < due.length; i++) {
      if ((values[i] as bigint) <= time) gone[goneCount++] = due[i] as number
      else grown[grownCount++] = due[i] as number
    }
    this.#expiry.add(grown, lists.ends(grown, grownCount), grownCount)
    return gone.subarray(0, goneCount)
  }

  /** Forgets sessions, and keys that have none left. */
  remove(sessions: Int32Array): void {
    const emptied = new Int32Array(sessions.length)
    let count = 0
    for (const session of sessions) {
      const key = this.#lists.remove(session)
      if (this.#lists.count(key) === 0) emptied[count++] = key
    }
    this.#keys.removeAll(emptied, count)
    for (const one of this.#heavy) one.clear(sessions, sessions.length)
    this.#changed.mark(sessions, sessions.length)
  }

  /** Forgets all, as if nothing had come. */
  clear(): void {
    this.restore(undefined, [])
  }

  /** Numbers of all sessions, ascending. */
  ids(): Int32Array {
    return this.#lists.ids()
  }

  /** Those that rows came for since `changes()`, but for the ones that have gone. */
  changed(): Int32Array {
    return this.#changed.ids.subarray(0, this.#changed.count).filter((session) => this.#lists.has(session))
  }

  /** Is a session a key's, and does a saved version know it under the start that it has now? */
  isSaved(session: number, key: number): boolean {
    return this.#lists.isSaved(session) && this.#lists.keyOf(session) === key
  }

  /** Ids of the keys of the first `count` sessions in `ids`. */
  keysOf(ids: Int32Array, count: number): Int32Array {
    const keyIds = new Int32Array(count)
    for (let i = 0; i < count; i++) keyIds[i] = this.#lists.keyOf(ids[i] as number)
    return keyIds
  }

  /** Columns of the first `count` keys in `keyIds`. */
  keyVectors(keyIds: Int32Array, count: number): Vector[] {
    return this.#keys.vectors(keyIds, count)
  }

  /** Starts and ends of the first `count` sessions in `ids`. */
  bounds(ids: Int32Array, count: number): readonly [starts: Int64Vector, ends: Int64Vector] {
    return [this.#lists.starts(ids, count), this.#lists.ends(ids, count)]
  }

  /** Sessions of starts and ends, STRUCT<start, end>. */
  sessionOf(starts: Int64Vector, ends: Int64Vector): StructVector {
    const [start, end] = this.#bounds
    const children = [
      { ...starts, type: start },
      { ...ends, type: end },
    ]
    return { layout: 'struct', type: this.#session.type, length: starts.length, nulls: undefined, children }
  }

  /** Key columns, the sessions, and results of the first `count` sessions in `ids`. */
  vectors(ids: Int32Array, count: number): SessionVectors {
    return {
      keys: this.keyVectors(this.keysOf(ids, count), count),
      session: this.sessionOf(...this.bounds(ids, count)),
      results: this.accumulators.map((one) => one.finish(ids, count)),
      count,
    }
  }

  /** Counts for the progress report, of what has changed since `changes()`; asked before sessions are removed. */
  counts(): { readonly updated: number; readonly removed: number } {
    const touched = new ChangedIds()
    for (let i = 0; i < this.#changed.count; i++) {
      const session = this.#changed.ids[i] as number
      if (this.#lists.has(session)) touched.add(this.#lists.keyOf(session))
    }
    let updated = 0
    for (let i = 0; i < touched.count; i++) updated += this.#lists.count(touched.ids[i] as number)
    return { updated, removed: this.#lists.replaced }
  }

  snapshot(): Uint8Array {
    const ids = this.ids()
    return this.#encode(this.#keys.snapshot(), new Int32Array(0), ids)
  }

  changes(): Uint8Array | undefined {
    const lists = this.#lists
    const keys = this.#keys.changes()
    if (this.#whole) this.#changed.mark(this.ids(), this.size)
    this.#whole = false
    const all = this.#changed.ids.subarray(0, this.#changed.count)
    const alive = this.changed()
    const bytes =
      all.length === 0
        ? undefined
        : this.#encode(
            keys,
            all.filter((session) => !lists.has(session)),
            alive,
          )
    for (const session of alive) lists.markSaved(session)
    lists.replaced = 0
    this.#changed.clear()
    return bytes
  }

  restore(snapshot: Uint8Array | undefined, changes: readonly Uint8Array[]): void {
    const readers = (snapshot ? [snapshot, ...changes] : changes).map((bytes) => new BytesReader(bytes))
    restoreKeys(this.#keys, readers, snapshot !== undefined)
    this.#changed.clear()
    this.#expiry?.clear()
    const sessions = new SavedSessions()
    for (const reader of readers) {
      const gone = ints(reader, reader.int())
      sessions.forget(gone)
      const ids = ints(reader, reader.int())
      sessions.take(ids, ints(reader, ids.length), ints(reader, 2 * ids.length), ints(reader, 2 * ids.length))
      for (const { cells } of this.accumulators) {
        for (const one of cells) {
          one.grow(sessions.top)
          one.load(ids, ids.length, reader)
        }
      }
    }
    const { ids, keyIds, starts, ends } = sessions.alive()
    this.#lists.restore(ids, keyIds, this.#keys.top, starts, ends)
    this.#expiry?.add(ids, ends, ids.length)
  }

  #encode(keys: Uint8Array | undefined, gone: Int32Array, ids: Int32Array): Uint8Array {
    const lists = this.#lists
    const count = ids.length
    const arena = new ByteArena((keys?.length ?? 0) + 16 + 4 * gone.length + 32 * count)
    arena.appendInt(keys?.length ?? 0)
    if (keys) arena.append(keys)
    arena.appendInt(gone.length)
    arena.appendInts(gone, gone.length)
    arena.appendInt(count)
    arena.appendInts(ids, count)
    arena.appendInts(
      ids.map((session) => lists.keyOf(session)),
      count,
    )
    arena.appendInts(lists.starts(ids, count).words, 2 * count)
    arena.appendInts(lists.ends(ids, count).words, 2 * count)
    for (const { cells } of this.accumulators) for (const one of cells) one.save(ids, count, arena)
    return arena.bytes.subarray(0, arena.top)
  }
}

function ints(reader: BytesReader, count: number): Int32Array {
  return new Int32Array(reader.take(4 * count))
}

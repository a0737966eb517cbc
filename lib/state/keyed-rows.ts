/**
 * Rows of one side of a join, chained by the number of their key: appended, walked, removed wherever they stand. A row may
 * be marked as matched. Loops over a chain read `ends` and `links` themselves: what is looked at together stands together,
 * since every look is a miss of the cache.
 *
 * Persistence, little endian: i32 length and bytes of the arena's part; i32 rows that came or were marked since, their
 * numbers, their keys' numbers, then a byte each with 1 = matched.
 */
import { ByteArena } from '../columnar/bytes.ts'
import { BytesReader } from '../columnar/bytes-reader.ts'
import type { Vector } from '../columnar/vector.ts'
import type { DataType } from '../types/data-type.ts'
import { ChangedIds } from './changed-ids.ts'
import { longer } from './longer.ts'
import { RowArena } from './row-arena.ts'

/** End of a chain; a key without rows. */
export const noRow = -1
/** In place of the row before: the row is in no chain. */
const unlinked = -2

export class KeyedRows {
  readonly arena: RowArena
  /** First and last row of key k at 2k and 2k + 1; arrays are replaced when they grow. */
  ends = new Int32Array(64).fill(noRow)
  /** The rows of the same key after and before row i at 2i and 2i + 1. */
  links = new Int32Array(128)
  /** Number of a row's key. */
  keyOf = new Int32Array(64)
  /** By row: 1 = it has matched. */
  matched = new Uint8Array(64)
  /** Rows that came or were marked since `changes()`. */
  readonly changed = new ChangedIds()

  constructor(types: readonly DataType[]) {
    this.arena = new RowArena(types)
  }

  get size(): number {
    return this.arena.size
  }

  /** Makes room for keys below `top`. */
  growKeys(top: number): void {
    const known = this.ends.length
    if (2 * top <= known) return
    this.ends = longer(this.ends, Math.max(2 * top, known * 2)).fill(noRow, known)
  }

  /**
   * Keeps rows, which are in no chain yet.
   *
   * @param rows row numbers; undefined = rows 0 … count−1
   * @param keys numbers of their keys, one by one
   * @param ids takes the numbers that the rows get
   */
  append(
    columns: readonly Vector[],
    rows: Int32Array | undefined,
    count: number,
    keys: Int32Array,
    ids: Int32Array,
  ): void {
    this.arena.appendRows(columns, rows, count, ids)
    this.#note(ids, count, keys)
    this.changed.mark(ids, count)
  }

  /** As `append`, of rows whose cells are written by the caller, and that count as changed only when they are touched. */
  take(count: number, keys: Int32Array, marks: Uint8Array, ids: Int32Array): void {
    this.arena.reserveRows(count, ids)
    this.#note(ids, count, keys)
    for (let i = 0; i < count; i++) this.matched[ids[i] as number] = marks[i] as number
  }

  /** Counts rows as changed. */
  touch(ids: Int32Array, count: number): void {
    this.changed.mark(ids, count)
  }

  #note(ids: Int32Array, count: number, keys: Int32Array): void {
    this.#growRows(this.arena.top)
    const { keyOf, matched, links } = this
    for (let i = 0; i < count; i++) {
      const id = ids[i] as number
      keyOf[id] = keys[i] as number
      matched[id] = 0
      links[2 * id + 1] = unlinked
    }
  }

  /** Puts rows at the ends of their keys' chains. */
  link(ids: Int32Array, count: number): void {
    const { ends, links, keyOf } = this
    for (let i = 0; i < count; i++) {
      const id = ids[i] as number
      const key = keyOf[id] as number
      const before = ends[2 * key + 1] as number
      links[2 * id] = noRow
      links[2 * id + 1] = before
      if (before === noRow) ends[2 * key] = id
      else links[2 * before] = id
      ends[2 * key + 1] = id
    }
  }

  /** Marks a row as matched. */
  mark(id: number): void {
    if (this.matched[id] === 1) return
    this.matched[id] = 1
    this.changed.add(id)
  }

  /**
   * Forgets rows.
   *
   * @param emptied takes the keys whose chain has become empty, each once
   * @returns how many keys
   */
  removeAll(ids: Int32Array, count: number, emptied: Int32Array): number {
    const { ends, links, keyOf } = this
    let keys = 0
    for (let i = 0; i < count; i++) {
      const id = ids[i] as number
      const before = links[2 * id + 1] as number
      if (before === unlinked) continue
      const after = links[2 * id] as number
      const key = keyOf[id] as number
      if (after === noRow) ends[2 * key + 1] = before
      else links[2 * after + 1] = before
      if (before === noRow) ends[2 * key] = after
      else links[2 * before] = after
      if (before === noRow && after === noRow) emptied[keys++] = key
    }
    this.arena.removeAll(ids, count)
    return keys
  }

  snapshot(): Uint8Array {
    const ids = this.arena.ids()
    return this.#encode(this.arena.snapshot(), ids, ids.length)
  }

  /** What changed since the last call or `restore`; undefined = nothing. */
  changes(): Uint8Array | undefined {
    const rows = this.arena.changes()
    const changed = this.changed
    if (rows === undefined && changed.count === 0) return undefined
    const ids = new Int32Array(changed.count)
    let count = 0
    for (let i = 0; i < changed.count; i++) {
      const id = changed.ids[i] as number
      if (this.arena.has(id)) ids[count++] = id
    }
    changed.clear()
    return this.#encode(rows, ids, count)
  }

  /** Begins anew; rows keep their numbers. `growKeys` must have been called for all keys. */
  restore(snapshot: Uint8Array | undefined, changes: readonly Uint8Array[]): void {
    const readers = (snapshot ? [snapshot, ...changes] : changes).map((bytes) => new BytesReader(bytes))
    const parts = readers.map((reader) => {
      const length = reader.int()
      const from = reader.skip(length)
      return length === 0 ? undefined : reader.bytes.subarray(from, from + length)
    })
    const whole = snapshot ? parts.shift() : undefined
    this.arena.restore(
      whole,
      parts.filter((part) => part !== undefined),
    )
    this.changed.clear()
    this.ends.fill(noRow)
    for (const reader of readers) this.#load(reader)
    const ids = this.arena.ids()
    this.link(ids, ids.length)
  }

  #load(reader: BytesReader): void {
    const count = reader.int()
    const ids = new Int32Array(reader.take(4 * count))
    const keys = new Int32Array(reader.take(4 * count))
    const marks = new Uint8Array(reader.take(count))
    for (let i = 0; i < count; i++) {
      const id = ids[i] as number
      this.#growRows(id + 1)
      this.keyOf[id] = keys[i] as number
      this.matched[id] = marks[i] as number
    }
  }

  #encode(rows: Uint8Array | undefined, ids: Int32Array, count: number): Uint8Array {
    const length = rows?.length ?? 0
    const arena = new ByteArena(length + 16 + 9 * count)
    arena.appendInt(length)
    if (rows) arena.append(rows)
    arena.appendInt(count)
    arena.appendInts(ids, count)
    const keys = new Int32Array(count)
    const marks = new Uint8Array(count)
    for (let i = 0; i < count; i++) {
      const id = ids[i] as number
      keys[i] = this.keyOf[id] as number
      marks[i] = this.matched[id] as number
    }
    arena.appendInts(keys, count)
    arena.append(marks)
    return arena.bytes.subarray(0, arena.top)
  }

  #growRows(top: number): void {
    const known = this.keyOf.length
    if (top <= known) return
    const length = Math.max(top, known * 2)
    this.keyOf = longer(this.keyOf, length)
    this.links = longer(this.links, 2 * length)
    const matched = new Uint8Array(length)
    matched.set(this.matched)
    this.matched = matched
  }
}

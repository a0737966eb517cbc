/**
 * Rows kept beyond their batch: appended, removed, read again as vectors. A row has a small number that is used again when
 * it is gone, so that what else is known of it can live in arrays beside.
 *
 * Bytes are copied in once. What removed rows leave behind is given back by moving the rest to a new arena when more than
 * half is waste; vectors that were read are copies and stay valid.
 */
import { ByteArena } from '../columnar/bytes.ts'
import type { Vector } from '../columnar/vector.ts'
import { invariant } from '../errors.ts'
import type { DataType } from '../types/data-type.ts'
import { encodeRow, RowDecoder } from './row-codec.ts'

/** In `#lengths`: no row has this number. */
const absent = -1
/** Waste below this many bytes is left alone. */
const tolerableWaste = 1 << 20

export class RowArena {
  size = 0
  /** One above the highest number ever given. */
  top = 0
  readonly #decoder: RowDecoder
  readonly #normal: boolean
  #arena = new ByteArena(1 << 12)
  #waste = 0
  #offsets = new Int32Array(64)
  #lengths = new Int32Array(64).fill(absent)
  /** Numbers to be used again, the first `#freeCount`. */
  #free = new Int32Array(16)
  #freeCount = 0
  /** Rows that came or went since `changes()`: a mark each, and their numbers. */
  #touched = new Uint8Array(64)
  #touchedIds: number[] = []

  /** @param normal store the normal form of keys (see row-codec) */
  constructor(types: readonly DataType[], normal = false) {
    this.#decoder = new RowDecoder(types)
    this.#normal = normal
  }

  /** Bytes of all rows; valid until the next change. */
  get view(): DataView {
    return this.#arena.view
  }

  has(id: number): boolean {
    return id < this.top && this.#lengths[id] !== absent
  }

  offset(id: number): number {
    return this.#offsets[id] as number
  }

  length(id: number): number {
    return this.#lengths[id] as number
  }

  /** Keeps row `row` of the columns; gives its number. */
  append(columns: readonly Vector[], row: number): number {
    const from = this.#arena.top
    encodeRow(this.#arena, columns, row, this.#normal)
    return this.#place(this.#newId(), from, this.#arena.top - from)
  }

  /** Keeps a row that is encoded already. */
  appendBytes(bytes: Uint8Array, offset: number, length: number): number {
    return this.#place(this.#newId(), this.#arena.append(bytes, offset, length), length)
  }

  remove(id: number): void {
    invariant(this.has(id), `row ${id} is removed and not there`)
    this.#drop(id)
    if (this.#freeCount === this.#free.length) this.#free = grown(this.#free, new Int32Array(this.#free.length * 2))
    this.#free[this.#freeCount++] = id
    if (this.#waste > tolerableWaste && this.#waste > this.#arena.top / 2) this.#compact()
  }

  /** Columns of the first `count` rows named in `ids`. */
  vectors(ids: Int32Array, count: number): Vector[] {
    return this.#decoder.vectors(this.#arena, this.#offsets, ids, count)
  }

  /** Numbers of all rows, ascending. */
  ids(): Int32Array {
    const ids = new Int32Array(this.size)
    let at = 0
    for (let id = 0; id < this.top; id++) if (this.#lengths[id] !== absent) ids[at++] = id
    return ids
  }

  /** All rows with their numbers, as `restore` takes them. */
  snapshot(): Uint8Array {
    return this.#encode(this.ids())
  }

  /** Rows that came or went since the last call or `restore`; undefined = none. */
  changes(): Uint8Array | undefined {
    if (this.#touchedIds.length === 0) return undefined
    const bytes = this.#encode(this.#touchedIds)
    for (const id of this.#touchedIds) this.#touched[id] = 0
    this.#touchedIds = []
    return bytes
  }

  /** Begins anew. Rows keep their numbers. */
  restore(snapshot: Uint8Array | undefined, changes: readonly Uint8Array[]): void {
    for (let id = 0; id < this.top; id++) if (this.has(id)) this.#drop(id)
    this.top = 0
    this.#arena = new ByteArena(1 << 12)
    this.#waste = 0
    for (const part of snapshot ? [snapshot, ...changes] : changes) this.#apply(part)
    for (const id of this.#touchedIds) this.#touched[id] = 0
    this.#touchedIds = []
    this.#freeCount = 0
    this.#free = new Int32Array(Math.max(16, this.top - this.size))
    for (let id = this.top - 1; id >= 0; id--) if (!this.has(id)) this.#free[this.#freeCount++] = id
  }

  #newId(): number {
    return this.#freeCount > 0 ? (this.#free[--this.#freeCount] as number) : this.top
  }

  #place(id: number, offset: number, length: number): number {
    if (id >= this.#offsets.length) this.#grow(id + 1)
    this.#offsets[id] = offset
    this.#lengths[id] = length
    if (id >= this.top) this.top = id + 1
    this.size += 1
    this.#touch(id)
    return id
  }

  #drop(id: number): void {
    this.#waste += this.#lengths[id] as number
    this.#lengths[id] = absent
    this.size -= 1
    this.#touch(id)
  }

  #touch(id: number): void {
    if (this.#touched[id] === 1) return
    this.#touched[id] = 1
    this.#touchedIds.push(id)
  }

  #grow(needed: number): void {
    const capacity = Math.max(needed, this.#offsets.length * 2)
    this.#offsets = grown(this.#offsets, new Int32Array(capacity))
    this.#lengths = grown(this.#lengths, new Int32Array(capacity).fill(absent))
    this.#touched = grown(this.#touched, new Uint8Array(capacity))
  }

  #compact(): void {
    const arena = new ByteArena(this.#arena.top - this.#waste)
    for (let id = 0; id < this.top; id++) {
      if (this.#lengths[id] !== absent)
        this.#offsets[id] = arena.append(this.#arena.bytes, this.offset(id), this.length(id))
    }
    this.#arena = arena
    this.#waste = 0
  }

  /** u32 rows; per row u32 number, i32 length or −1 when it has gone, bytes. */
  #encode(ids: Int32Array | readonly number[]): Uint8Array {
    let total = 4
    for (const id of ids) total += 8 + Math.max(0, this.length(id))
    const bytes = new Uint8Array(total)
    const view = new DataView(bytes.buffer)
    view.setUint32(0, ids.length, true)
    let at = 4
    for (const id of ids) {
      const length = this.length(id)
      view.setUint32(at, id, true)
      view.setInt32(at + 4, length, true)
      at += 8
      if (length === absent) continue
      bytes.set(this.#arena.bytes.subarray(this.offset(id), this.offset(id) + length), at)
      at += length
    }
    return bytes
  }

  #apply(bytes: Uint8Array): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    let at = 4
    for (let left = view.getUint32(0, true); left > 0; left--) {
      const id = view.getUint32(at, true)
      const length = view.getInt32(at + 4, true)
      at += 8
      if (this.has(id)) this.#drop(id)
      if (length === absent) continue
      this.#place(id, this.#arena.append(bytes, at, length), length)
      at += length
    }
  }
}

function grown<A extends Int32Array | Uint8Array>(from: A, to: A): A {
  to.set(from)
  return to
}

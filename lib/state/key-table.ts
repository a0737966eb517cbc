/**
 * Exact keys to small numbers (group ids) by open addressing over typed arrays. Keys of any types; null equals null, NaN
 * equals NaN, -0.0 equals 0.0. A key's bytes are copied in when it is new, and never again. Accumulators live in arrays by
 * group id; ids of removed groups are used again.
 */
import { ByteArena, equalBytes, hashBytes } from '../columnar/bytes.ts'
import type { Vector } from '../columnar/vector.ts'
import type { DataType } from '../types/data-type.ts'
import { RowArena } from './row-arena.ts'
import { encodeRow } from './row-codec.ts'

export class KeyTable {
  readonly #keys: RowArena
  readonly #scratch = new ByteArena(256)
  /** Slot → id + 1; 0 = free. At most half are taken. */
  #slots = new Int32Array(32)
  #mask = 31
  #hashes = new Int32Array(16)

  constructor(types: readonly DataType[]) {
    this.#keys = new RowArena(types, true)
  }

  /** Groups now. */
  get size(): number {
    return this.#keys.size
  }

  /** One above the highest id ever given: how long arrays by id must be. */
  get top(): number {
    return this.#keys.top
  }

  has(id: number): boolean {
    return this.#keys.has(id)
  }

  /**
   * Ids of rows' keys; new keys get one.
   *
   * @param columns the key columns of a batch
   * @param rows row numbers; undefined = rows 0 … count−1
   * @param ids takes the ids, one per row
   * @returns how many keys were new; a new group's id may be one that was used before
   */
  assign(columns: readonly Vector[], rows: Int32Array | undefined, count: number, ids: Int32Array): number {
    const before = this.#keys.size
    for (let i = 0; i < count; i++) {
      const slot = this.#probe(columns, rows === undefined ? i : (rows[i] as number))
      const entry = this.#slots[slot] as number
      ids[i] = entry === 0 ? this.#insert(slot) : entry - 1
    }
    return this.#keys.size - before
  }

  /** As `assign`, without adding: −1 for a key that is not there. */
  find(columns: readonly Vector[], rows: Int32Array | undefined, count: number, ids: Int32Array): void {
    for (let i = 0; i < count; i++) {
      const slot = this.#probe(columns, rows === undefined ? i : (rows[i] as number))
      ids[i] = (this.#slots[slot] as number) - 1
    }
  }

  /** Forgets a group. */
  remove(id: number): void {
    this.#unlink(id)
    this.#keys.remove(id)
  }

  /** The key columns of the first `count` groups named in `ids`. */
  vectors(ids: Int32Array, count: number): Vector[] {
    return this.#keys.vectors(ids, count)
  }

  /** Ids of all groups, ascending. */
  ids(): Int32Array {
    return this.#keys.ids()
  }

  snapshot(): Uint8Array {
    return this.#keys.snapshot()
  }

  /** Keys that came or went since the last call; undefined = none. */
  changes(): Uint8Array | undefined {
    return this.#keys.changes()
  }

  /** Begins anew; groups keep their ids. */
  restore(snapshot: Uint8Array | undefined, changes: readonly Uint8Array[]): void {
    this.#keys.restore(snapshot, changes)
    let slots = 32
    while (slots < this.#keys.size * 2) slots *= 2
    this.#hashes = new Int32Array(Math.max(16, this.#keys.top))
    for (const id of this.#keys.ids())
      this.#hashes[id] = hashBytes(this.#keys.view, this.#keys.offset(id), this.#keys.length(id))
    this.#rehash(slots)
  }

  #hash = 0

  /** The slot that holds the key of this row, or the free one where it belongs. Leaves its bytes in `#scratch`. */
  #probe(columns: readonly Vector[], row: number): number {
    const scratch = this.#scratch
    scratch.top = 0
    encodeRow(scratch, columns, row, true)
    const length = scratch.top
    const hash = hashBytes(scratch.view, 0, length)
    this.#hash = hash
    const keys = this.#keys
    const slots = this.#slots
    const mask = this.#mask
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const id = (slots[slot] as number) - 1
      if (id < 0) return slot
      if (
        this.#hashes[id] === hash &&
        keys.length(id) === length &&
        equalBytes(scratch.view, 0, keys.view, keys.offset(id), length)
      ) {
        return slot
      }
    }
  }

  #insert(slot: number): number {
    const id = this.#keys.appendBytes(this.#scratch.bytes, 0, this.#scratch.top)
    if (id >= this.#hashes.length) {
      const hashes = new Int32Array(this.#hashes.length * 2)
      hashes.set(this.#hashes)
      this.#hashes = hashes
    }
    this.#hashes[id] = this.#hash
    this.#slots[slot] = id + 1
    if (this.#keys.size * 2 > this.#slots.length) this.#rehash(this.#slots.length * 2)
    return id
  }

  #rehash(length: number): void {
    this.#slots = new Int32Array(length)
    this.#mask = length - 1
    for (let id = 0; id < this.#keys.top; id++) {
      if (!this.#keys.has(id)) continue
      let slot = (this.#hashes[id] as number) & this.#mask
      while (this.#slots[slot] !== 0) slot = (slot + 1) & this.#mask
      this.#slots[slot] = id + 1
    }
  }

  /** Frees the group's slot and moves up what was pushed past it: no tombstones. */
  #unlink(id: number): void {
    const slots = this.#slots
    const mask = this.#mask
    let hole = (this.#hashes[id] as number) & mask
    while (slots[hole] !== id + 1) hole = (hole + 1) & mask
    for (let slot = (hole + 1) & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const home = (this.#hashes[(slots[slot] as number) - 1] as number) & mask
      if (((slot - home) & mask) < ((slot - hole) & mask)) continue
      slots[hole] = slots[slot] as number
      hole = slot
    }
    slots[hole] = 0
  }
}

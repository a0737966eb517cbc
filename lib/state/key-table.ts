/**
 * Exact keys to small numbers (group ids) by open addressing over typed arrays. Keys of any types; null equals null, NaN
 * equals NaN, -0.0 equals 0.0. Accumulators live in arrays by group id; ids of removed groups are used again.
 *
 * Keys are words (key-layout.ts), text by the number of its interned bytes: bytes are copied in when they are new, and never
 * again, and a row of a dictionary column costs one read. Tables and loops are those of key-kernels.ts.
 *
 * Persistence, little endian: i32 1 with null words or 0; i32 count and ids of removed groups; i32 count, ids and words of
 * the others; then for each part with interned bytes the new ones.
 */
import { stepRows } from '../codegen/step-driver.ts'
import { ByteArena } from '../columnar/bytes.ts'
import { BytesReader } from '../columnar/bytes-reader.ts'
import { appendWords } from '../columnar/cells/word-cells.ts'
import type { Vector } from '../columnar/vector.ts'
import type { DataType } from '../types/data-type.ts'
import { ChangedIds } from './changed-ids.ts'
import { IdPool } from './id-pool.ts'
import type { InternedBytes } from './interned-bytes.ts'
import { type KeyKernels, keyKernels } from './key-kernels.ts'
import { type KeyLayout, type KeyPart, keyLayout } from './key-layout.ts'
import { type KeyWords, keyVector } from './key-vectors.ts'
import { anyNull, type KeyRows, loadWords } from './key-words.ts'
import { longer } from './longer.ts'

/** Row numbers of a step of a batch without selection. */
const inOrder = Int32Array.from({ length: stepRows }, (_, at) => at)
const fewestSlots = 64
/** Below this many slots a table grows by four, above by two. */
const smallSlots = 1 << 18
/** More keys than this share of all at once are removed by building the slots anew. */
const rebuiltShare = 0.25

export class KeyTable {
  /** Ids that the last `assign` gave to new keys, the first `createdCount`; what arrays by id held for them is stale. */
  created = new Int32Array(64)
  createdCount = 0
  readonly #layout: KeyLayout
  #kernels: KeyKernels
  /** Words of a key, and where its null words begin, 0 = it has none. */
  #width: number
  #nullsAt = 0
  /** Words of id i at (i + 1) · width: entry 0 is nobody's. */
  #keys: Int32Array
  #slots = new Int32Array(fewestSlots)
  readonly #ids = new IdPool()
  /** Keys that came or went since `changes()`. */
  readonly #changed = new ChangedIds()
  readonly #words: Int32Array
  readonly #hashes = new Int32Array(stepRows)
  readonly #entries = new Int32Array(stepRows)
  readonly #supply = new Int32Array(stepRows)

  constructor(types: readonly DataType[]) {
    this.#layout = keyLayout(types)
    const { valueWords, nullWords } = this.#layout
    this.#width = valueWords
    this.#kernels = keyKernels(valueWords)
    this.#keys = new Int32Array(33 * valueWords)
    this.#words = new Int32Array(stepRows * (valueWords + nullWords))
  }

  /** Groups now. */
  get size(): number {
    return this.#ids.size
  }

  /** One above the highest id ever given: how long arrays by id must be. */
  get top(): number {
    return this.#ids.top
  }

  has(id: number): boolean {
    return this.#ids.has(id)
  }

  /**
   * Ids of rows' keys; new keys get one, and are named in `created`.
   *
   * @param columns the key columns of a batch
   * @param rows row numbers; undefined = rows 0 … count−1
   * @param ids takes the ids, one per row
   * @returns how many keys were new; a new group's id may be one that was used before
   */
  assign(columns: readonly Vector[], rows: Int32Array | undefined, count: number, ids: Int32Array): number {
    this.createdCount = 0
    const { parts, interned } = this.#layout
    if (this.#nullsAt === 0 && anyNull(columns, parts, rows, count)) this.#widen()
    const step = this.#step(rows, true)
    for (let from = 0; from < count; from += stepRows) {
      const missing = this.#lookup(columns, step, rows, from, Math.min(stepRows, count - from))
      if (missing > 0) this.#place(step, missing)
      writeIds(this.#entries, step.count, ids, from)
    }
    if (this.createdCount > 0) {
      this.#changed.mark(this.created, this.createdCount)
      for (const part of interned) {
        const bytes = part.interned as InternedBytes
        bytes.retain(this.#keys, this.#width, part.at, this.created, this.createdCount)
      }
    }
    return this.createdCount
  }

  /** As `assign`, without adding: −1 for a key that is not there. */
  find(columns: readonly Vector[], rows: Int32Array | undefined, count: number, ids: Int32Array): void {
    if (this.#nullsAt === 0 && anyNull(columns, this.#layout.parts, rows, count)) this.#widen()
    const step = this.#step(rows, false)
    const slots = this.#slots
    for (let from = 0; from < count; from += stepRows) {
      const missing = this.#lookup(columns, step, rows, from, Math.min(stepRows, count - from))
      if (missing > 0) {
        const mask = slots.length - 1
        this.#kernels.find(this.#words, step.count, this.#keys, slots, mask, this.#hashes, this.#entries)
      }
      writeIds(this.#entries, step.count, ids, from)
    }
  }

  /** Forgets a group. */
  remove(id: number): void {
    this.removeAll(Int32Array.of(id), 1)
  }

  /** Forgets the first `count` groups of `ids`, each named once: cheaper than one by one. */
  removeAll(ids: Int32Array, count: number): void {
    const rebuilds = count > 32 && count > this.size * rebuiltShare
    this.#forget(ids, count)
    if (rebuilds) this.#link(slotsFor(this.size))
    else unlinkAll(this.#kernels.unlink, this.#keys, this.#slots, ids, count)
    for (const part of this.#layout.interned) (part.interned as InternedBytes).sweep()
  }

  /** The key columns of the first `count` groups named in `ids`; they stay as they are, whatever happens here later. */
  vectors(ids: Int32Array, count: number): Vector[] {
    return this.#layout.parts.map((_, column) => this.keyVector(column, ids, count))
  }

  /** One of the key columns, as `vectors` gives it. */
  keyVector(column: number, ids: Int32Array, count: number): Vector {
    const from: KeyWords = { keys: this.#keys, width: this.#width, nullsAt: this.#nullsAt }
    return keyVector(this.#layout.parts[column] as KeyPart, from, ids, count)
  }

  /** Writes those of the first `count` of `ids` that are there, in order; gives how many. */
  present(ids: Int32Array, count: number, into: Int32Array): number {
    return this.#ids.partition(ids, count, into, new Int32Array(count))
  }

  /** Ids of all groups, ascending. */
  ids(): Int32Array {
    return this.#ids.ids()
  }

  snapshot(): Uint8Array {
    const ids = this.ids()
    const arena = this.#encode(new Int32Array(0), 0, ids, ids.length)
    for (const part of this.#layout.interned) (part.interned as InternedBytes).saveAll(arena)
    return arena.bytes.subarray(0, arena.top)
  }

  /** Keys that came or went since the last call; undefined = none. */
  changes(): Uint8Array | undefined {
    const { ids, count } = this.#changed
    if (count === 0) return undefined
    const kept = new Int32Array(count)
    const removed = new Int32Array(count)
    const keptCount = this.#ids.partition(ids, count, kept, removed)
    const arena = this.#encode(removed, count - keptCount, kept, keptCount)
    for (const part of this.#layout.interned) (part.interned as InternedBytes).saveFresh(arena)
    this.#changed.clear()
    return arena.bytes.subarray(0, arena.top)
  }

  /** Begins anew; groups keep their ids. */
  restore(snapshot: Uint8Array | undefined, changes: readonly Uint8Array[]): void {
    const { interned } = this.#layout
    this.createdCount = 0
    this.#ids.clear()
    this.#changed.clear()
    for (const part of interned) (part.interned as InternedBytes).clear()
    for (const bytes of snapshot ? [snapshot, ...changes] : changes) this.#apply(new BytesReader(bytes))
    this.#ids.endLoading()
    this.#link(slotsFor(this.size))
    if (interned.length === 0) return
    const ids = this.ids()
    for (const part of interned) {
      const bytes = part.interned as InternedBytes
      bytes.endLoading()
      bytes.retain(this.#keys, this.#width, part.at, ids, ids.length)
    }
  }

  #step(rows: Int32Array | undefined, add: boolean): KeyRows {
    return {
      rows: rows ?? inOrder,
      offset: 0,
      base: 0,
      count: 0,
      words: this.#words,
      width: this.#width,
      nullsAt: this.#nullsAt,
      add,
    }
  }

  #lookup(
    columns: readonly Vector[],
    step: KeyRows,
    rows: Int32Array | undefined,
    from: number,
    count: number,
  ): number {
    if (rows === undefined) step.base = from
    else step.offset = from
    step.count = count
    loadWords(columns, this.#layout, step)
    const slots = this.#slots
    return this.#kernels.lookup(this.#words, count, this.#keys, slots, slots.length - 1, this.#hashes, this.#entries)
  }

  /** Finds or makes the `missing` entries that the lookup did not find. */
  #place({ count }: KeyRows, missing: number): void {
    const room = (this.size + missing) * 2
    if (room > this.#slots.length) this.#link(slotsFor(room >> 1, this.#slots.length))
    this.#reserve(this.top + missing)
    const supply = this.#supply
    this.#ids.next(missing, supply)
    for (let i = 0; i < missing; i++) supply[i] = (supply[i] as number) + 1
    const slots = this.#slots
    const used = this.#kernels.place(
      this.#words,
      count,
      this.#keys,
      slots,
      slots.length - 1,
      this.#hashes,
      this.#entries,
      supply,
    )
    const before = this.createdCount
    const created = before + used
    if (created > this.created.length) this.created = longer(this.created, Math.max(created, this.created.length * 2))
    writeIds(supply, used, this.created, before)
    this.#ids.take(this.created.subarray(before, created), used)
    this.createdCount = created
  }

  #forget(ids: Int32Array, count: number): void {
    this.#ids.releaseAll(ids, count)
    this.#changed.mark(ids, count)
    for (const part of this.#layout.interned)
      (part.interned as InternedBytes).releaseAll(this.#keys, this.#width, part.at, ids, count)
  }

  /** Makes room for ids below `top`. */
  #reserve(top: number): void {
    const needed = (top + 1) * this.#width
    if (needed > this.#keys.length) {
      // By half when large: half of a large array is much.
      const more = this.#keys.length * (this.#keys.length < 1 << 20 ? 2 : 1.5)
      const whole = Math.ceil(more / this.#width) * this.#width
      this.#keys = longer(this.#keys, Math.max(needed, whole))
    }
  }

  /** Builds the slots anew. */
  #link(length: number): void {
    const slots = new Int32Array(length)
    for (let from = 0; from < this.top; from += stepRows)
      this.#kernels.link(this.#keys, slots, length - 1, this.#ids.alive, from, Math.min(this.top, from + stepRows))
    this.#slots = slots
  }

  /** The first null has come: keys get null words. */
  #widen(): void {
    const { valueWords, nullWords } = this.#layout
    const width = valueWords + nullWords
    const keys = new Int32Array((this.#keys.length / valueWords) * width)
    for (let entry = 0; entry <= this.top; entry++)
      for (let word = 0; word < valueWords; word++)
        keys[entry * width + word] = this.#keys[entry * valueWords + word] as number
    this.#keys = keys
    this.#width = width
    this.#nullsAt = valueWords
    this.#kernels = keyKernels(width)
    this.#link(this.#slots.length)
  }

  #encode(removed: Int32Array, removedCount: number, ids: Int32Array, count: number): ByteArena {
    const width = this.#width
    const arena = new ByteArena(64 + 4 * (removedCount + count * (1 + width)))
    arena.appendInt(this.#nullsAt === 0 ? 0 : 1)
    arena.appendInt(removedCount)
    arena.appendInts(removed, removedCount)
    arena.appendInt(count)
    arena.appendInts(ids, count)
    // Id 0 has the second entry.
    appendWords(this.#keys.subarray(width), width, ids, count, arena)
    return arena
  }

  #apply(reader: BytesReader): void {
    const hasNulls = reader.int() === 1
    if (hasNulls && this.#nullsAt === 0) this.#widen()
    const gone = new Int32Array(reader.take(4 * reader.int()))
    const ids = new Int32Array(reader.take(4 * reader.int()))
    const count = ids.length
    this.#ids.load(gone, ids)
    this.#reserve(this.top)
    const { valueWords, nullWords } = this.#layout
    const width = hasNulls ? valueWords + nullWords : valueWords
    const words = new Int32Array(reader.take(4 * count * width))
    for (let i = 0; i < count; i++) {
      const to = ((ids[i] as number) + 1) * this.#width
      for (let word = 0; word < this.#width; word++)
        this.#keys[to + word] = word < width ? (words[i * width + word] as number) : 0
    }
    for (const part of this.#layout.interned) (part.interned as InternedBytes).load(reader)
  }
}

/** A power of two of which at most half is taken by `size` keys; when a table grows, by two or four. */
function slotsFor(size: number, before = fewestSlots): number {
  let length = before
  while (length < size * 2) length *= length < smallSlots ? 4 : 2
  return length
}

function unlinkAll(
  unlink: KeyKernels['unlink'],
  keys: Int32Array,
  slots: Int32Array,
  ids: Int32Array,
  count: number,
): void {
  for (let i = 0; i < count; i++) unlink(keys, slots, slots.length - 1, (ids[i] as number) + 1)
}

function writeIds(entries: Int32Array, count: number, ids: Int32Array, from: number): void {
  for (let i = 0; i < count; i++) ids[from + i] = (entries[i] as number) - 1
}

/**
 * Distinct byte strings as small numbers: 1 and up; 0 stands for null. Who holds a number counts as a reference; strings
 * that nobody refers to are dropped together, now and then, and their numbers are used again.
 *
 * As a dictionary it is given to readers; strings are never moved within it: dropping makes another one.
 */
import { stepRows } from '../codegen/step-driver.ts'
import { type ByteArena, equalBytes, hashBytes } from '../columnar/bytes.ts'
import type { BytesReader } from '../columnar/bytes-reader.ts'
import type { Dictionary } from '../columnar/dictionary.ts'
import { ChangedIds } from './changed-ids.ts'
import { InternedDictionary } from './interned-dictionary.ts'
import { longer } from './longer.ts'

/** In `#references`: no string has this number. */
const unused = -1
/** So many strings without reference are left alone. */
const tolerable = 1024
/** Dictionaries whose codes are remembered: inputs of a union take turns. */
const rememberedDictionaries = 4
const fewestSlots = 64

export class InternedBytes {
  /** Strings, referred to or not. */
  size = 0
  #dictionary = new InternedDictionary(64)
  #references = new Int32Array(64).fill(unused)
  #unreferenced = 0
  /** Pairs: a number, 0 = free, and its string's hash. At most half are taken. */
  #slots = new Int32Array(2 * fewestSlots)
  #free = new Int32Array(16)
  #freeCount = 0
  /** Strings that came since `saveFresh`. */
  readonly #fresh = new ChangedIds()
  /** The last used first. */
  readonly #codes: { readonly dictionary: Dictionary; ids: Int32Array }[] = []

  constructor() {
    this.#references[0] = 1
  }

  /** Forgets all; what readers have of the dictionary stays as it is. */
  clear(): void {
    this.size = 0
    this.#dictionary = new InternedDictionary(64)
    this.#references = new Int32Array(64).fill(unused)
    this.#references[0] = 1
    this.#codes.length = 0
    this.endLoading()
  }

  /** By number. Its bytes stay as they are, whatever happens here later. */
  get dictionary(): InternedDictionary {
    return this.#dictionary
  }

  /**
   * The number of `length` bytes at `offset`.
   *
   * @param view covers the same memory as `data`
   * @param add whether a new string gets a number; else −1 for one that is not there
   */
  intern(data: Uint8Array, view: DataView, offset: number, length: number, add: boolean): number {
    return this.#internHashed(data, view, offset, length, hashBytes(view, offset, length), add)
  }

  /**
   * The numbers of rows' strings, at most `stepRows` of them. As with keys, tables are read in passes of independent reads.
   *
   * @param data holds them, at non-negative offsets
   * @param offsets where row i's string begins, negative = the row has none
   * @param ids takes the numbers; 0 for a row that has none
   */
  internRows(
    data: Uint8Array,
    offsets: Int32Array,
    lengths: Int32Array,
    count: number,
    add: boolean,
    ids: Int32Array,
  ): void {
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
    const { arena, offsets: known, lengths: knownLengths } = this.#dictionary
    hashRows(view, offsets, lengths, count, hashes)
    probeRows(this.#slots, hashes, offsets, count, ids)
    touch(known, knownLengths, arena.bytes, ids, count)
    for (let i = 0; i < count; i++) {
      const offset = offsets[i] as number
      if (offset < 0) continue
      const id = ids[i] as number
      const length = lengths[i] as number
      if (id !== 0 && knownLengths[id] === length && equalBytes(view, offset, arena.view, known[id] as number, length))
        continue
      ids[i] = this.#internHashed(data, view, offset, length, hashes[i] as number, add)
    }
  }

  /** What is known of a dictionary's codes: their numbers, 0 = not known yet. Has room for all its codes. */
  idsOfCodes(dictionary: Dictionary): Int32Array {
    const codes = this.#codes
    let at = codes.findIndex((one) => one.dictionary === dictionary)
    if (at < 0) {
      at = codes.length
      codes.push({ dictionary, ids: new Int32Array(dictionary.size) })
    }
    const known = codes[at] as (typeof codes)[number]
    if (known.ids.length < dictionary.size)
      known.ids = longer(known.ids, Math.max(dictionary.size, known.ids.length * 2))
    if (at > 0) {
      codes.splice(at, 1)
      codes.unshift(known)
      codes.length = Math.min(codes.length, rememberedDictionaries)
    }
    return known.ids
  }

  /** Counts one more reference for each key: the word at `at` of the keys of `width` words of the first `count` ids. */
  retain(keys: Int32Array, width: number, at: number, ids: Int32Array, count: number): void {
    const references = this.#references
    for (let i = 0; i < count; i++) {
      const id = keys[((ids[i] as number) + 1) * width + at] as number
      const before = references[id] as number
      if (before === 0) this.#unreferenced -= 1
      references[id] = before + 1
    }
  }

  /** Takes one reference back for each key; see `retain`. */
  releaseAll(keys: Int32Array, width: number, at: number, ids: Int32Array, count: number): void {
    const references = this.#references
    let unreferenced = 0
    for (let i = 0; i < count; i++) {
      const id = keys[((ids[i] as number) + 1) * width + at] as number
      const left = (references[id] as number) - 1
      references[id] = left
      if (left === 0) unreferenced += 1
    }
    this.#unreferenced += unreferenced
  }

  /** Drops the strings without reference when they are the greater part. Numbers got before may then mean others. */
  sweep(): void {
    if (this.#unreferenced > tolerable && this.#unreferenced * 2 > this.size) this.#drop()
  }

  /** Appends all strings. */
  saveAll(to: ByteArena): void {
    const ids = new Int32Array(this.size)
    let count = 0
    for (let id = 1; id < this.#dictionary.size; id++) if (this.#references[id] !== unused) ids[count++] = id
    this.#save(ids, count, to)
  }

  /** Appends the strings that came since the last call, or `endLoading`. */
  saveFresh(to: ByteArena): void {
    const ids = new Int32Array(this.#fresh.count)
    let count = 0
    for (let i = 0; i < this.#fresh.count; i++) {
      const id = this.#fresh.ids[i] as number
      if (this.#references[id] !== unused) ids[count++] = id
    }
    this.#fresh.clear()
    this.#save(ids, count, to)
  }

  /** Takes what `saveAll` or `saveFresh` wrote; `endLoading` must follow the last. */
  load(from: BytesReader): void {
    const count = from.int()
    const ids = new Int32Array(from.take(4 * count))
    const lengths = new Int32Array(from.take(4 * count))
    let offset = from.skip(from.int())
    for (let i = 0; i < count; i++) {
      const id = ids[i] as number
      const length = lengths[i] as number
      this.#reserve(id + 1)
      if (this.#references[id] === unused) this.size += 1
      this.#references[id] = 0
      this.#dictionary.put(id, from.bytes, offset, length)
      offset += length
    }
  }

  /** Makes the loaded strings findable; references are counted afterwards. */
  endLoading(): void {
    this.#fresh.clear()
    this.#unreferenced = this.size
    this.#free = new Int32Array(Math.max(16, this.#dictionary.size - this.size))
    this.#freeCount = 0
    for (let id = this.#dictionary.size - 1; id > 0; id--) {
      if (this.#references[id] === unused) this.#free[this.#freeCount++] = id
    }
    this.#index()
  }

  #save(ids: Int32Array, count: number, to: ByteArena): void {
    const { data, offsets, lengths } = this.#dictionary
    const sizes = new Int32Array(count)
    let total = 0
    for (let i = 0; i < count; i++) total += sizes[i] = lengths[ids[i] as number] as number
    to.appendInt(count)
    to.appendInts(ids, count)
    to.appendInts(sizes, count)
    to.appendInt(total)
    for (let i = 0; i < count; i++) to.append(data, offsets[ids[i] as number], sizes[i])
  }

  #internHashed(data: Uint8Array, view: DataView, offset: number, length: number, hash: number, add: boolean): number {
    const slots = this.#slots
    const mask = slots.length - 1
    const { arena, offsets, lengths } = this.#dictionary
    for (let slot = (hash << 1) & mask; ; slot = (slot + 2) & mask) {
      const id = slots[slot] as number
      if (id === 0) return add ? this.#add(data, offset, length, hash, slot) : -1
      if (
        slots[slot + 1] === hash &&
        lengths[id] === length &&
        equalBytes(view, offset, arena.view, offsets[id] as number, length)
      ) {
        return id
      }
    }
  }

  #add(data: Uint8Array, offset: number, length: number, hash: number, slot: number): number {
    const id = this.#freeCount > 0 ? (this.#free[--this.#freeCount] as number) : this.#dictionary.size
    this.#reserve(id + 1)
    this.#dictionary.put(id, data, offset, length)
    this.#references[id] = 0
    this.#unreferenced += 1
    this.#slots[slot] = id
    this.#slots[slot + 1] = hash
    this.#fresh.add(id)
    this.size += 1
    if (this.size * 4 > this.#slots.length) this.#grow()
    return id
  }

  #reserve(top: number): void {
    if (top <= this.#references.length) return
    const known = this.#references.length
    const capacity = Math.max(top, known * 2)
    this.#references = longer(this.#references, capacity).fill(unused, known)
    this.#dictionary.grow(capacity)
  }

  #drop(): void {
    const before = this.#dictionary
    const after = new InternedDictionary(this.#references.length)
    if (this.#free.length < before.size) this.#free = longer(this.#free, before.size)
    for (let id = 1; id < before.size; id++) {
      const references = this.#references[id] as number
      if (references > 0) after.put(id, before.data, before.offsets[id] as number, before.lengths[id] as number)
      if (references !== 0) continue
      this.#references[id] = unused
      this.#free[this.#freeCount++] = id
      this.size -= 1
    }
    after.size = before.size
    this.#dictionary = after
    this.#unreferenced = 0
    this.#codes.length = 0
    this.#index()
  }

  /** Builds the slots anew from the strings. */
  #index(): void {
    let count = fewestSlots
    while (count < this.size * 2) count *= 2
    const slots = new Int32Array(2 * count)
    const { size, arena, offsets, lengths } = this.#dictionary
    for (let id = 1; id < size; id++) {
      if (this.#references[id] !== unused)
        putSlot(slots, id, hashBytes(arena.view, offsets[id] as number, lengths[id] as number))
    }
    this.#slots = slots
  }

  #grow(): void {
    const before = this.#slots
    const slots = new Int32Array(before.length * (before.length < 1 << 17 ? 4 : 2))
    for (let slot = 0; slot < before.length; slot += 2)
      if (before[slot] !== 0) putSlot(slots, before[slot] as number, before[slot + 1] as number)
    this.#slots = slots
  }
}

function putSlot(slots: Int32Array, id: number, hash: number): void {
  const mask = slots.length - 1
  let slot = (hash << 1) & mask
  while (slots[slot] !== 0) slot = (slot + 2) & mask
  slots[slot] = id
  slots[slot + 1] = hash
}

/** Hashes of the rows of a step; nobody reads them after it. */
const hashes = new Int32Array(stepRows)

function hashRows(view: DataView, offsets: Int32Array, lengths: Int32Array, count: number, into: Int32Array): void {
  for (let i = 0; i < count; i++) {
    const offset = offsets[i] as number
    into[i] = offset < 0 ? 0 : hashBytes(view, offset, lengths[i] as number)
  }
}

/** The first number that has the hash of a row, 0 = none: very likely it is the row's. */
function probeRows(
  slots: Int32Array,
  rowHashes: Int32Array,
  offsets: Int32Array,
  count: number,
  ids: Int32Array,
): void {
  const mask = slots.length - 1
  for (let i = 0; i < count; i++) {
    const hash = rowHashes[i] as number
    let slot = (hash << 1) & mask
    while (slots[slot] !== 0 && slots[slot + 1] !== hash) slot = (slot + 2) & mask
    ids[i] = (offsets[i] as number) < 0 ? 0 : (slots[slot] as number)
  }
}

/** Brings into the cache what the comparison reads; the sum is what keeps the reads from being left out. */
function touch(offsets: Int32Array, lengths: Int32Array, bytes: Uint8Array, ids: Int32Array, count: number): number {
  let sum = 0
  for (let i = 0; i < count; i++) sum ^= lengths[ids[i] as number] as number
  for (let i = 0; i < count; i++) sum ^= bytes[offsets[ids[i] as number] as number] as number
  return sum
}

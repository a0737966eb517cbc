/** What changed in a table of bytes by bytes, key by key, in two arenas: an object per entry would be larger than the entry. */

import { ByteDictionary } from '../columnar/byte-dictionary.ts'
import { ByteArena, compareBytes, hashBytes } from '../columnar/bytes.ts'
import { EntryBatch } from './entry-batch.ts'
import { longer } from './longer.ts'

/** No value: the entry was removed. */
export interface ChangedEntry {
  readonly key: Uint8Array
  readonly value: Uint8Array | undefined
}

/** In place of a value's length. */
const removed = -1

export class ChangedEntries {
  #keys = new ByteDictionary(64)
  #values = new ByteArena()
  /** By the key's code. */
  #offsets = new Int32Array(64)
  #lengths = new Int32Array(64)
  /** Whether a range was read since a key was added; the second one puts the codes in order, for those that follow. */
  #wasRead = false
  #order: Int32Array | undefined
  /** A key that is looked up. */
  readonly #key = new ByteArena(256)

  /** Keys that changed. */
  get size(): number {
    return this.#keys.size
  }

  /** The code of a key; −1 = it did not change. */
  find(key: Uint8Array): number {
    if (this.#keys.size === 0) return -1
    const { view } = this.#take(key)
    return this.#keys.find(view, 0, key.length, hashBytes(view, 0, key.length))
  }

  isRemoved(code: number): boolean {
    return this.#lengths[code] === removed
  }

  /** What a key has now, good until the next change; undefined = it was removed. */
  value(code: number): Uint8Array | undefined {
    const length = this.#lengths[code] as number
    if (length === removed) return undefined
    const offset = this.#offsets[code] as number
    return this.#values.bytes.subarray(offset, offset + length)
  }

  /** Takes copies. @param value undefined = the entry is removed */
  set(key: Uint8Array, value: Uint8Array | undefined): void {
    const { bytes, view } = this.#take(key)
    const known = this.#keys.size
    const code = this.#keys.lookup(bytes, view, 0, key.length, hashBytes(view, 0, key.length))
    if (this.#keys.size > this.#offsets.length) {
      this.#offsets = longer(this.#offsets, 2 * this.#offsets.length)
      this.#lengths = longer(this.#lengths, 2 * this.#lengths.length)
    }
    const before = code < known ? (this.#lengths[code] as number) : removed
    if (code === known) this.#forgetOrder()
    this.#lengths[code] = value ? value.length : removed
    if (!value) return
    if (value.length <= before) this.#values.bytes.set(value, this.#offsets[code])
    else this.#offsets[code] = this.#values.append(value)
  }

  /** All of them as a list (entry-lists.ts), in the order of their keys. */
  list(): Uint8Array {
    const batch = new EntryBatch()
    for (let code = 0; code < this.#keys.size; code++) batch.add(this.#keyOf(code), this.value(code))
    return batch.finish()
  }

  /** Copies of those with from <= key < to, in the order of their keys; undefined = from the start, to the end. */
  between(from: Uint8Array | undefined, to: Uint8Array | undefined): ChangedEntry[] {
    const codes = this.#wasRead ? this.#ordered(from, to) : this.#filtered(from, to)
    this.#wasRead = true
    return Array.from(codes, (code) => ({ key: this.#keyOf(code).slice(), value: this.value(code)?.slice() }))
  }

  #filtered(from: Uint8Array | undefined, to: Uint8Array | undefined): Int32Array {
    const found: number[] = []
    for (let code = 0; code < this.#keys.size; code++) {
      const key = this.#keyOf(code)
      if (from && compareBytes(key, from) < 0) continue
      if (to && compareBytes(key, to) >= 0) continue
      found.push(code)
    }
    return this.#sorted(Int32Array.from(found))
  }

  #ordered(from: Uint8Array | undefined, to: Uint8Array | undefined): Int32Array {
    this.#order ??= this.#sorted(Int32Array.from({ length: this.#keys.size }, (_, code) => code))
    const order = this.#order
    return order.subarray(from ? this.#placeOf(order, from) : 0, to ? this.#placeOf(order, to) : order.length)
  }

  #sorted(codes: Int32Array): Int32Array {
    return codes.sort((one, other) => compareBytes(this.#keyOf(one), this.#keyOf(other)))
  }

  /** The first place of a key that is not before `key`. */
  #placeOf(order: Int32Array, key: Uint8Array): number {
    let from = 0
    let to = order.length
    while (from < to) {
      const middle = (from + to) >>> 1
      if (compareBytes(this.#keyOf(order[middle] as number), key) < 0) from = middle + 1
      else to = middle
    }
    return from
  }

  #forgetOrder(): void {
    this.#wasRead = false
    this.#order = undefined
  }

  clear(): void {
    if (this.#keys.size === 0) return
    this.#keys = new ByteDictionary(64)
    this.#values = new ByteArena()
    this.#offsets = new Int32Array(64)
    this.#lengths = new Int32Array(64)
    this.#forgetOrder()
  }

  #keyOf(code: number): Uint8Array {
    const offset = this.#keys.offsets[code] as number
    return this.#keys.data.subarray(offset, offset + (this.#keys.lengths[code] as number))
  }

  /** Where a view is at hand. */
  #take(key: Uint8Array): ByteArena {
    this.#key.top = 0
    this.#key.append(key)
    return this.#key
  }
}

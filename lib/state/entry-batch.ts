/**
 * Many entries of different keys, gathered in any order and given as one list (entry-lists.ts) in the order of the keys: what
 * an epoch changed in a table on disk, without an object per entry.
 *
 * Sorted by four bytes at a time, from where the keys begin to differ: numbers in the order of the bytes, each with the
 * place of its entry in its lowest bits, which the platform sorts faster than anything that calls back.
 */
import { ByteArena } from '../columnar/bytes.ts'
import { appendEntry } from './entry-lists.ts'
import { longer } from './longer.ts'

/** Entries that are sorted by comparing. */
const few = 12
/** A key's bytes begin behind its length. */
const lengthBytes = 4

export class EntryBatch {
  /** Entries as they stand in a list, in the order they came. */
  readonly #arena = new ByteArena()
  /** Where the entries begin; one more than there are, for the end of the last. */
  #starts = new Int32Array(1024)
  #order = new Int32Array(0)
  #count = 0
  #longest = 0

  get count(): number {
    return this.#count
  }

  /** Takes copies. @param value undefined = the entry was removed */
  add(key: Uint8Array, value: Uint8Array | undefined): void {
    const arena = this.#arena
    if (this.#count + 1 >= this.#starts.length) this.#starts = longer(this.#starts, 2 * this.#starts.length)
    appendEntry(arena, key, value)
    this.#count += 1
    this.#starts[this.#count] = arena.top
    if (key.length > this.#longest) this.#longest = key.length
  }

  /** The list; the batch is empty then. */
  finish(): Uint8Array {
    const count = this.#count
    const { bytes } = this.#arena
    const starts = this.#starts
    this.#order = Int32Array.from({ length: count }, (_, at) => at)
    this.#sort(0, count, 0)
    const list = new ByteArena(lengthBytes + this.#arena.top)
    list.appendInt(count)
    for (let at = 0; at < count; at++) {
      const entry = this.#order[at] as number
      const from = starts[entry] as number
      list.append(bytes, from, (starts[entry + 1] as number) - from)
    }
    this.#clear()
    return list.bytes.subarray(0, list.top)
  }

  /** Gives the entries in the order they came, as parts of one array, not copies; the batch is empty then. */
  drain(each: (key: Uint8Array, value: Uint8Array | undefined) => void): void {
    const { bytes, view } = this.#arena
    for (let entry = 0; entry < this.#count; entry++) {
      const key = (this.#starts[entry] as number) + lengthBytes
      const value = key + this.#length(entry) + lengthBytes
      const length = view.getInt32(value - lengthBytes, true)
      each(bytes.subarray(key, value - lengthBytes), length < 0 ? undefined : bytes.subarray(value, value + length))
    }
    this.#clear()
  }

  #clear(): void {
    this.#arena.top = 0
    this.#count = 0
    this.#longest = 0
  }

  /** Sorts the entries from `from` to `to`, whose keys agree in their first `depth` bytes; a key's end counts as zero. */
  #sort(from: number, to: number, depth: number): void {
    const count = to - from
    const some = this.#order.subarray(from, to)
    if (count <= few || depth >= this.#longest) {
      some.sort((a, b) => this.#compare(a, b))
      return
    }
    const differ = this.#shared(some, depth)
    const places = 2 ** Math.ceil(Math.log2(count))
    // Together they must stay exact.
    const width = places <= 2 ** 21 ? 4 : 3
    const words = new Float64Array(count)
    for (let at = 0; at < count; at++) words[at] = this.#word(some[at] as number, differ, width) * places + at
    words.sort()
    const unsorted = some.slice()
    for (let at = 0; at < count; at++) some[at] = unsorted[(words[at] as number) % places] as number
    for (let at = 0; at < count; ) {
      const word = Math.floor((words[at] as number) / places)
      const first = at
      while (at < count && Math.floor((words[at] as number) / places) === word) at += 1
      if (at - first > 1) this.#sort(from + first, from + at, differ + width)
    }
  }

  /** Bytes in which the keys of entries agree, at least `depth`. */
  #shared(entries: Int32Array, depth: number): number {
    let shared = this.#longest
    const first = entries[0] as number
    for (const entry of entries) {
      let at = depth
      while (at < shared && this.#byte(first, at) === this.#byte(entry, at)) at += 1
      shared = at
    }
    return shared
  }

  /** `width` bytes of an entry's key as a number. */
  #word(entry: number, offset: number, width: number): number {
    let word = 0
    for (let at = offset; at < offset + width; at++) word = word * 256 + this.#byte(entry, at)
    return word
  }

  #byte(entry: number, offset: number): number {
    return offset < this.#length(entry)
      ? (this.#arena.bytes[(this.#starts[entry] as number) + lengthBytes + offset] as number)
      : 0
  }

  #length(entry: number): number {
    return this.#arena.view.getInt32(this.#starts[entry] as number, true)
  }

  #compare(a: number, b: number): number {
    const lengthA = this.#length(a)
    const lengthB = this.#length(b)
    const shared = Math.min(lengthA, lengthB)
    for (let at = 0; at < shared; at++) {
      const difference = this.#byte(a, at) - this.#byte(b, at)
      if (difference !== 0) return difference
    }
    return lengthA - lengthB
  }
}

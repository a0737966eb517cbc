/** A dictionary by open addressing over typed arrays; bytes are compared, never decoded. */
import { ByteArena, equalBytes, hashBytes, textOf, utf8Of } from './bytes.ts'
import type { Dictionary } from './dictionary.ts'

const grownTo = (array: Int32Array, length: number): Int32Array => {
  const grown = new Int32Array(length)
  grown.set(array)
  return grown
}

export class ByteDictionary implements Dictionary {
  size = 0
  offsets: Int32Array
  lengths: Int32Array
  readonly #arena = new ByteArena(1 << 14)
  #hashes: Int32Array
  /** Slot → code + 1; 0 = free. */
  #slots: Int32Array
  #mask: number
  readonly #texts: (string | undefined)[] = []

  constructor(capacity = 1024) {
    let slots = 16
    while (slots < capacity * 2) slots *= 2
    this.#slots = new Int32Array(slots)
    this.#mask = slots - 1
    this.#hashes = new Int32Array(slots >> 1)
    this.offsets = new Int32Array(slots >> 1)
    this.lengths = new Int32Array(slots >> 1)
  }

  get data(): Uint8Array {
    return this.#arena.bytes
  }

  /** Code of the bytes, new or known. `hash` is `hashBytes` of them; `view` covers the same memory as `data`. */
  lookup(data: Uint8Array, view: DataView, offset: number, length: number, hash: number): number {
    const slots = this.#slots
    const mask = this.#mask
    let slot = hash & mask
    for (;;) {
      const entry = slots[slot] as number
      if (entry === 0) return this.#insert(data, offset, length, hash, slot)
      const code = entry - 1
      if (
        this.#hashes[code] === hash &&
        this.lengths[code] === length &&
        equalBytes(view, offset, this.#arena.view, this.offsets[code] as number, length)
      ) {
        return code
      }
      slot = (slot + 1) & mask
    }
  }

  /** As `lookup`; −1 for bytes that are not known. */
  find(view: DataView, offset: number, length: number, hash: number): number {
    const slots = this.#slots
    const mask = this.#mask
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const code = (slots[slot] as number) - 1
      if (code < 0) return -1
      if (this.#hashes[code] !== hash || this.lengths[code] !== length) continue
      if (equalBytes(view, offset, this.#arena.view, this.offsets[code] as number, length)) return code
    }
  }

  /** Code of a JavaScript string's UTF-8. */
  lookupText(text: string): number {
    const bytes = utf8Of(text)
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    return this.lookup(bytes, view, 0, bytes.length, hashBytes(view, 0, bytes.length))
  }

  text(code: number): string {
    let text = this.#texts[code]
    if (text === undefined) {
      text = textOf(this.data, this.offsets[code] as number, this.lengths[code] as number)
      this.#texts[code] = text
    }
    return text
  }

  #insert(data: Uint8Array, offset: number, length: number, hash: number, slot: number): number {
    if (this.size === this.#hashes.length) slot = this.#grow(hash)
    const code = this.size++
    this.#slots[slot] = code + 1
    this.#hashes[code] = hash
    this.offsets[code] = this.#arena.append(data, offset, length)
    this.lengths[code] = length
    return code
  }

  /** Doubles the table and gives the free slot for `hash` in the new one. */
  #grow(hash: number): number {
    const length = this.#slots.length * 2
    const slots = new Int32Array(length)
    const mask = length - 1
    for (let code = 0; code < this.size; code++) {
      let slot = (this.#hashes[code] as number) & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = code + 1
    }
    this.#slots = slots
    this.#mask = mask
    this.#hashes = grownTo(this.#hashes, length >> 1)
    this.offsets = grownTo(this.offsets, length >> 1)
    this.lengths = grownTo(this.lengths, length >> 1)
    let slot = hash & mask
    while (slots[slot] !== 0) slot = (slot + 1) & mask
    return slot
  }
}

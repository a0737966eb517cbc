import { ByteArena, textOf } from '../columnar/bytes.ts'
import type { Dictionary } from '../columnar/dictionary.ts'
import { longer } from './longer.ts'

/** Decoded strings that are kept. */
const mostTexts = 1 << 14

/** One generation of interned strings (interned-bytes.ts) by number; readers may keep it. */
export class InternedDictionary implements Dictionary {
  size = 1
  offsets: Int32Array
  lengths: Int32Array
  readonly arena = new ByteArena(1 << 10)
  /** Decoded lately: state may hold more strings than should be kept decoded. */
  readonly #texts = new Map<number, string>()

  constructor(capacity: number) {
    this.offsets = new Int32Array(capacity)
    this.lengths = new Int32Array(capacity)
    // Number 0 reads as no text, and as row-codec's null.
    this.arena.top = 1
  }

  get data(): Uint8Array {
    return this.arena.bytes
  }

  text(code: number): string {
    let text = this.#texts.get(code)
    if (text === undefined) {
      text = textOf(this.data, this.offsets[code] as number, this.lengths[code] as number)
      if (this.#texts.size >= mostTexts) this.#texts.clear()
      this.#texts.set(code, text)
    }
    return text
  }

  /** Sets a number's string; it had none that anyone saw. */
  put(id: number, data: Uint8Array, offset: number, length: number): void {
    this.offsets[id] = this.arena.append(data, offset, length)
    this.lengths[id] = length
    if (id >= this.size) this.size = id + 1
  }

  grow(capacity: number): void {
    this.offsets = longer(this.offsets, capacity)
    this.lengths = longer(this.lengths, capacity)
  }
}

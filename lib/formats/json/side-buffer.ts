/** Where unescaped and computed text of a batch lives: the `side` memory of its vectors. */
import { slack, utf8Of } from '../../columnar/bytes.ts'
import type { Lease, Pool } from '../../columnar/pool.ts'
import { hexUnit, skipMultiByte } from './skip-value.ts'

const noBytes = new Uint8Array(0)

/** Grows within one batch; offsets stay when it does. `bytes` and `view` must be read anew after each call. */
export class SideBuffer {
  bytes: Uint8Array = noBytes
  view = new DataView(noBytes.buffer)
  top = 0
  #pool: Pool | undefined
  #lease: Lease | undefined

  /** Begins a batch: forgets the memory of the one before, which that batch owns. */
  begin(pool: Pool): void {
    this.bytes = noBytes
    this.top = 0
    this.#pool = pool
    this.#lease = undefined
  }

  /** The memory in use, to be given to the batch; undefined when there is none. */
  get lease(): Lease | undefined {
    return this.#lease
  }

  #reserve(length: number): void {
    const needed = this.top + length + slack
    if (needed <= this.bytes.length) return
    const lease = (this.#pool as Pool).lease(Math.max(needed, 2 * this.bytes.length, 4096))
    const grown = new Uint8Array(lease.buffer)
    grown.set(this.bytes.subarray(0, this.top))
    this.#lease?.release()
    this.#lease = lease
    this.bytes = grown
    this.view = new DataView(lease.buffer)
  }

  /** Appends bytes and gives their offset. */
  append(source: Uint8Array): number {
    this.#reserve(source.length)
    const at = this.top
    this.bytes.set(source, at)
    this.top = at + source.length
    return at
  }

  /** Appends the UTF-8 of a text and gives its offset. */
  appendText(text: string): number {
    return this.append(utf8Of(text))
  }

  /**
   * Appends the text of a JSON string, unescaped. A lone surrogate becomes `?`, as Java encodes it.
   *
   * @param from first byte behind the opening quote
   * @param from.. `plain` bytes from there are known to be plain
   * @returns position behind the closing quote, -1 when the string is malformed (nothing is appended then)
   */
  unescape(source: Uint8Array, from: number, plain: number): number {
    const start = this.top
    this.#reserve(plain + 64)
    let { bytes } = this
    let top = start
    for (let i = 0; i < plain; i++) bytes[top++] = source[from + i] as number
    let at = from + plain
    for (;;) {
      if (top + slack + 8 > bytes.length) {
        this.top = top
        this.#reserve(64)
        this.top = start
        bytes = this.bytes
      }
      const byte = source[at] as number
      if (byte === 34) break
      if (byte === 92) {
        const code = escapedCode(source, at + 1)
        if (code < 0) return -1
        at += source[at + 1] === 117 ? (code > 0xffff ? 12 : 6) : 2
        top = appendCode(bytes, top, code)
      } else if (byte < 32) return -1
      else if (byte < 128) {
        bytes[top++] = byte
        at++
      } else {
        const next = skipMultiByte(source, at)
        if (next < 0) return -1
        while (at < next) bytes[top++] = source[at++] as number
      }
    }
    this.top = top
    return at + 1
  }
}

const meanings = new Int16Array(128).fill(-1)
for (const [letter, meaning] of [
  ['b', 8],
  ['t', 9],
  ['n', 10],
  ['f', 12],
  ['r', 13],
  ['"', 34],
  ['/', 47],
  ['\\', 92],
] as const) {
  meanings[letter.charCodeAt(0)] = meaning
}

/** The code point of the escape behind a backslash: 63 (`?`) for half of a pair, -1 if it is none. */
function escapedCode(source: Uint8Array, at: number): number {
  const letter = source[at] as number
  if (letter !== 117) return letter < 128 ? (meanings[letter] as number) : -1
  const unit = hexUnit(source, at + 1)
  if (unit < 0xd800 || unit > 0xdfff) return unit
  if (unit < 0xdc00 && source[at + 5] === 92 && source[at + 6] === 117) {
    const low = hexUnit(source, at + 7)
    if (low >= 0xdc00 && low <= 0xdfff) return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00)
  }
  return 63
}

function appendCode(bytes: Uint8Array, top: number, code: number): number {
  if (code < 0x80) {
    bytes[top] = code
    return top + 1
  }
  if (code < 0x800) {
    bytes[top] = 0xc0 | (code >> 6)
    bytes[top + 1] = 0x80 | (code & 63)
    return top + 2
  }
  if (code < 0x10000) {
    bytes[top] = 0xe0 | (code >> 12)
    bytes[top + 1] = 0x80 | ((code >> 6) & 63)
    bytes[top + 2] = 0x80 | (code & 63)
    return top + 3
  }
  bytes[top] = 0xf0 | (code >> 18)
  bytes[top + 1] = 0x80 | ((code >> 12) & 63)
  bytes[top + 2] = 0x80 | ((code >> 6) & 63)
  bytes[top + 3] = 0x80 | (code & 63)
  return top + 4
}

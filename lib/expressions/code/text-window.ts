/**
 * Texts of a column, decoded many at once: rows of a batch stand near each other in its bytes, so a run of bytes is decoded
 * in one call and cut, at a sixth of the cost of a call for each. Only where the run is ASCII, whose bytes are characters.
 */
import { textOf } from '../../columnar/bytes.ts'
import { viewOf } from '../../columnar/word-reads.ts'

/** Bytes of a run, at most: what a kept text may hold in memory with it. */
const mostBytes = 8192
/** Bytes of a run per text, at most: beyond, a call for each text is cheaper. */
const mostGap = 192
/** Texts that a run is to reach to. */
const wantedTexts = 256

export class TextWindow {
  #data = new Uint8Array(0)
  #text = ''
  /** Bytes `from … from + #text.length` of `#data` are `#text`. */
  #from = 0
  /** No run is tried before this offset: what stands there is not ASCII, or too far apart. */
  #skip = 0
  #last = -1

  /** Begins anew over a batch's bytes: the same array may hold others by now. */
  open(data: Uint8Array<ArrayBuffer>): this {
    this.#data = data
    this.#text = ''
    this.#from = 0
    this.#skip = 0
    this.#last = -1
    return this
  }

  /** `length` bytes at `offset` as text. */
  text(data: Uint8Array, offset: number, length: number): string {
    const at = offset - this.#from
    const text = this.#text
    if (at >= 0 && at + length <= text.length && data === this.#data) return text.substring(at, at + length)
    return this.#decode(data, offset, length)
  }

  #decode(data: Uint8Array, offset: number, length: number): string {
    const gap = offset - this.#last
    const first = this.#last < 0
    this.#last = offset
    const follows = !first && gap > 0 && gap <= mostGap
    if (data !== this.#data || !follows || offset < this.#skip) return textOf(data, offset, length)
    const size = Math.min(data.length - offset, mostBytes, Math.max(length, gap * wantedTexts))
    if (!isAscii(data, offset, size)) {
      this.#skip = offset + size
      return textOf(data, offset, length)
    }
    this.#text = textOf(data, offset, size)
    this.#from = offset
    return this.#text.substring(0, length)
  }
}

function isAscii(data: Uint8Array, offset: number, size: number): boolean {
  const view = viewOf(data)
  const end = offset + size
  let all = 0
  let at = offset
  for (; at + 8 <= end; at += 8) all |= view.getInt32(at, true) | view.getInt32(at + 4, true)
  for (; at < end; at++) all |= data[at] as number
  return (all & 0x80808080) === 0
}

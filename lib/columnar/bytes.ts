/** Bytes of text: hashing, comparing, decoding, and the arena that keeps what outlives a batch. */

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** UTF-8 of a JavaScript string; lone surrogates become U+FFFD. */
export function utf8Of(text: string): Uint8Array {
  return encoder.encode(text)
}

/** Decodes `length` bytes at `offset`; invalid sequences become U+FFFD. Short ASCII runs skip the decoder. */
export function textOf(bytes: Uint8Array, offset: number, length: number): string {
  if (length <= 12) {
    let text = ''
    let at = offset
    const end = offset + length
    while (at < end && (bytes[at] as number) < 128) text += String.fromCharCode(bytes[at++] as number)
    if (at === end) return text
  }
  return decoder.decode(bytes.subarray(offset, offset + length))
}

/** A 32-bit hash of `length` bytes at `offset`, four at a time (limits: the dictionary's cost is this and one miss). */
export function hashBytes(view: DataView, offset: number, length: number): number {
  let hash = length | 0
  let i = 0
  for (; i + 4 <= length; i += 4) {
    hash = Math.imul(hash ^ view.getInt32(offset + i, true), 0x9e3779b1)
    hash ^= hash >>> 15
  }
  for (; i < length; i++) hash = Math.imul(hash ^ view.getUint8(offset + i), 0x85ebca6b)
  hash ^= hash >>> 13
  hash = Math.imul(hash, 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}

/** Whether two runs of `length` bytes are the same. */
export function equalBytes(a: DataView, offsetA: number, b: DataView, offsetB: number, length: number): boolean {
  let i = 0
  for (; i + 4 <= length; i += 4) {
    if (a.getInt32(offsetA + i, true) !== b.getInt32(offsetB + i, true)) return false
  }
  for (; i < length; i++) if (a.getUint8(offsetA + i) !== b.getUint8(offsetB + i)) return false
  return true
}

/** Spark's order of strings: unsigned bytes, a prefix first. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length)
  for (let i = 0; i < shared; i++) {
    const difference = (a[i] as number) - (b[i] as number)
    if (difference !== 0) return difference < 0 ? -1 : 1
  }
  return a.length === b.length ? 0 : a.length < b.length ? -1 : 1
}

/** Shorter texts cost less in a loop than in a call of the platform. */
const shortText = 32

/** Slack that copy loops may touch behind the last byte. */
export const slack = 16

/** Growing *kept* bytes: append-only; growth replaces the buffer, so offsets stay and views must be read anew. */
export class ByteArena {
  bytes: Uint8Array
  view: DataView
  top = 0

  constructor(capacity = 1024) {
    this.bytes = new Uint8Array(capacity + slack)
    this.view = new DataView(this.bytes.buffer)
  }

  /** Makes room for `length` more bytes and gives the offset where they go; the caller writes them and moves `top`. */
  reserve(length: number): number {
    const needed = this.top + length + slack
    if (needed > this.bytes.length) {
      const grown = new Uint8Array(Math.max(this.bytes.length * 2, needed))
      grown.set(this.bytes.subarray(0, this.top))
      this.bytes = grown
      this.view = new DataView(grown.buffer)
    }
    return this.top
  }

  /** Copies bytes in and gives their offset. */
  append(source: Uint8Array, offset = 0, length = source.length): number {
    const at = this.reserve(length)
    if (length < 32) for (let i = 0; i < length; i++) this.bytes[at + i] = source[offset + i] as number
    else this.bytes.set(source.subarray(offset, offset + length), at)
    this.top = at + length
    return at
  }

  /** Appends a 32-bit number, little endian. */
  appendInt(value: number): void {
    const at = this.reserve(4)
    this.view.setInt32(at, value, true)
    this.top = at + 4
  }

  /** Appends the first `count` numbers, 32 bits each, little endian. */
  appendInts(values: Int32Array, count: number): void {
    this.append(new Uint8Array(values.buffer, values.byteOffset, 4 * count))
  }

  /** Appends text of characters up to U+00FF, a byte each. */
  appendLatin1(text: string): void {
    const at = this.reserve(text.length)
    const { bytes } = this
    for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i)
    this.top = at + text.length
  }

  #appendAscii(text: string, at: number): boolean {
    const { bytes } = this
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      if (code > 127) return false
      bytes[at + i] = code
    }
    this.top = at + text.length
    return true
  }

  /** Encodes text as UTF-8 and gives its offset; its length is `top` minus that. */
  appendText(text: string): number {
    const at = this.reserve(text.length * 3)
    if (text.length <= shortText && this.#appendAscii(text, at)) return at
    this.top = at + encoder.encodeInto(text, this.bytes.subarray(at)).written
    return at
  }
}

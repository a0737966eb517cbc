/** Reads packed little-endian bytes from front to end: the counterpart of a ByteArena that was written. */
import { invariant } from '../errors.ts'

export class BytesReader {
  readonly bytes: Uint8Array
  readonly view: DataView
  at = 0

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  /** The offset of the next `length` bytes, which are passed over. @throws MILLRACE_INTERNAL when there are fewer */
  skip(length: number): number {
    invariant(length >= 0 && this.at + length <= this.bytes.length, 'saved bytes end early')
    this.at += length
    return this.at - length
  }

  int(): number {
    return this.view.getInt32(this.skip(4), true)
  }

  /** A copy of the next `length` bytes, with `extra` zero bytes behind; aligned for any typed array. */
  take(length: number, extra = 0): ArrayBuffer {
    const copy = new Uint8Array(length + extra)
    const from = this.skip(length)
    copy.set(this.bytes.subarray(from, from + length))
    return copy.buffer
  }
}

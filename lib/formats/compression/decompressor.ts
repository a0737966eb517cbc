/** The agreement between decoders of compressed files and whoever reads files. */

/** Decompresses one file, piece by piece, in the order of the file. */
export interface Decompressor {
  /**
   * Takes the next compressed bytes, which may be overwritten when the iteration has ended, and gives the pieces that
   * they complete.
   *
   * @throws Error saying what is wrong with the bytes
   */
  push(bytes: Uint8Array): Iterable<Uint8Array>
  /** Gives what is left at the end of the file. @throws Error when the file breaks off */
  end(): Iterable<Uint8Array>
}

/** Compressed bytes that wait until what they belong to is complete. */
export class PendingBytes {
  #bytes: Uint8Array = new Uint8Array(1 << 16)
  #from = 0
  #to = 0

  get length(): number {
    return this.#to - this.#from
  }

  append(bytes: Uint8Array): void {
    if (this.#to + bytes.length > this.#bytes.length) this.#makeRoom(bytes.length)
    this.#bytes.set(bytes, this.#to)
    this.#to += bytes.length
  }

  /** The first bytes without a copy, valid until the next `append`. */
  peek(count = this.length): Uint8Array {
    return this.#bytes.subarray(this.#from, this.#from + count)
  }

  /** `peek`, and they are gone. */
  take(count: number): Uint8Array {
    const taken = this.peek(count)
    this.#from += count
    return taken
  }

  /** The first four bytes, big-endian, signed as Java's; they stay. */
  int(at = 0): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.#bytes.subarray(this.#from + at, this.#from + at + 4)
    return (a << 24) | (b << 16) | (c << 8) | d
  }

  #makeRoom(wanted: number): void {
    const waiting = this.peek()
    const target =
      waiting.length + wanted > this.#bytes.length
        ? new Uint8Array(Math.max(waiting.length + wanted, 2 * this.#bytes.length))
        : this.#bytes
    target.set(waiting)
    this.#to = waiting.length
    this.#from = 0
    this.#bytes = target
  }
}

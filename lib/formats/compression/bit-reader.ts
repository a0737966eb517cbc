/** Reads bits, the highest of a byte first. */
export class BitReader {
  readonly #bytes: Uint8Array
  #at = 0
  #held = 0
  #bits = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /** @param count 1 to 24 @throws Error behind the last byte */
  read(count: number): number {
    while (this.#bits < count) {
      if (this.#at >= this.#bytes.length) throw new Error('Unexpected end of compressed input')
      this.#held = (this.#held << 8) | (this.#bytes[this.#at++] as number)
      this.#bits += 8
    }
    this.#bits -= count
    const value = (this.#held >>> this.#bits) & ((1 << count) - 1)
    // At most seven bits stay, so that nothing is lost when 24 more come.
    this.#held &= (1 << this.#bits) - 1
    return value
  }

  /** Goes on at the next whole byte. */
  align(): void {
    this.#bits = 0
    this.#held = 0
  }

  /** Bits of the bytes that have been read. */
  get position(): number {
    return 8 * this.#at - this.#bits
  }
}

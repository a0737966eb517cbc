/** Writes bits, the highest of a byte first. */
export class BitWriter {
  #bytes = new Uint8Array(1 << 16)
  #top = 0
  #held = 0
  #bits = 0

  /** @param count 1 to 24 @param value below two to the power of `count` */
  write(count: number, value: number): void {
    this.#held = (this.#held << count) | value
    this.#bits += count
    while (this.#bits >= 8) {
      this.#bits -= 8
      if (this.#top === this.#bytes.length) {
        const larger = new Uint8Array(2 * this.#top)
        larger.set(this.#bytes)
        this.#bytes = larger
      }
      this.#bytes[this.#top++] = this.#held >>> this.#bits
    }
    this.#held &= (1 << this.#bits) - 1
  }

  /** Four bytes. */
  write32(value: number): void {
    this.write(16, value >>> 16)
    this.write(16, value & 0xffff)
  }

  /** Fills the last byte up with zeros. */
  align(): void {
    if (this.#bits > 0) this.write(8 - this.#bits, 0)
  }

  /** The whole bytes that have come together; they are gone from here, the bits behind them stay. */
  take(): Uint8Array {
    const bytes = this.#bytes.slice(0, this.#top)
    this.#top = 0
    return bytes
  }
}

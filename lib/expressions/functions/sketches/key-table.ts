/**
 * The hash table of Theta and Tuple sketches: keys are hashes of 63 bits, by 32-bit words, and lie where Apache
 * DataSketches puts them, for a Tuple sketch's bytes follow the table's order. 0 is no key.
 */

export class KeyTable {
  /** Low and high word of each place. */
  readonly words: Int32Array
  /** The same as whole numbers. */
  readonly keys: BigInt64Array
  readonly bits: number

  /** @param bits the table has 2^bits places */
  constructor(bits: number) {
    this.bits = bits
    this.keys = new BigInt64Array(1 << bits)
    this.words = new Int32Array(this.keys.buffer)
  }

  get size(): number {
    return 1 << this.bits
  }

  /** Where a key is, or −1 − where it would be. @param high of 31 bits */
  find(high: number, low: number): number {
    const { words, bits } = this
    const mask = (1 << bits) - 1
    const upper = bits === 0 ? low : (low >>> bits) | (high << (32 - bits))
    const stride = 2 * (upper & 127) + 1
    let at = low & mask
    while (words[2 * at] !== 0 || words[2 * at + 1] !== 0) {
      if (words[2 * at] === low && words[2 * at + 1] === high) return at
      at = (at + stride) & mask
    }
    return -1 - at
  }

  findKey(key: bigint): number {
    return this.find(Number(key >> 32n), Number(BigInt.asIntN(32, key)))
  }

  put(at: number, high: number, low: number): void {
    this.words[2 * at] = low
    this.words[2 * at + 1] = high
  }
}

/** Bits of a table for so many keys that are known at once. */
export function bitsFor(count: number): number {
  return Math.max(4, Math.ceil(Math.log2(Math.ceil(count / 0.75))))
}

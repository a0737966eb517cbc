/** Count-min sketches (Cormode, Muthukrishnan: An Improved Data Stream Summary, 2005) with the hashes and bytes of Spark's. */
import { murmurBytes } from '../hash/murmur3.ts'

const multiplier = 0x5deece66dn
const increment = 0xbn
const mask = (1n << 48n) - 1n
const prime = 0x7fffffffn

/** The numbers below 2^31 − 1 that `java.util.Random` draws first. */
function drawn(seed: number, count: number): readonly bigint[] {
  let state = (BigInt(seed) ^ multiplier) & mask
  const numbers: bigint[] = []
  while (numbers.length < count) {
    state = (state * multiplier + increment) & mask
    const number = state >> 17n
    if (number !== prime) numbers.push(number)
  }
  return numbers
}

export class CountMinSketch {
  readonly #depth: number
  readonly #width: number
  readonly #factors: readonly bigint[]
  #total = 0n
  readonly #counts: BigInt64Array

  /** @param seed of 32 bits */
  constructor(depth: number, width: number, seed: number) {
    this.#depth = depth
    this.#width = width
    this.#factors = drawn(seed, depth)
    this.#counts = new BigInt64Array(depth * width)
  }

  addNumber(value: bigint): void {
    this.#total++
    for (const [row, factor] of this.#factors.entries()) {
      const product = BigInt.asIntN(64, factor * value)
      this.#raise(row, Number(BigInt.asIntN(64, product + (product >> 32n)) & prime) % this.#width)
    }
  }

  addBytes(bytes: Uint8Array): void {
    this.#total++
    const first = murmurBytes(bytes, 0)
    const second = murmurBytes(bytes, first)
    for (let row = 0; row < this.#depth; row++) {
      this.#raise(row, Math.abs(((first + Math.imul(row, second)) | 0) % this.#width))
    }
  }

  #raise(row: number, column: number): void {
    const at = row * this.#width + column
    this.#counts[at] = (this.#counts[at] as bigint) + 1n
  }

  merge(other: CountMinSketch): void {
    this.#total += other.#total
    for (const [at, count] of other.#counts.entries()) this.#counts[at] = (this.#counts[at] as bigint) + count
  }

  /** Version, total, depth, width, a factor for each row, counts; all big endian. */
  bytes(): Uint8Array {
    const view = new DataView(new ArrayBuffer(20 + 8 * (this.#depth + this.#counts.length)))
    view.setInt32(0, 1)
    view.setBigInt64(4, this.#total)
    view.setInt32(12, this.#depth)
    view.setInt32(16, this.#width)
    let at = 20
    for (const number of [...this.#factors, ...this.#counts]) {
      view.setBigInt64(at, number)
      at += 8
    }
    return new Uint8Array(view.buffer)
  }

  /** Takes over the counts that `bytes` wrote. */
  restore(bytes: Uint8Array): this {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#total = view.getBigInt64(4)
    for (let at = 0; at < this.#counts.length; at++) this.#counts[at] = view.getBigInt64(20 + 8 * (this.#depth + at))
    return this
  }
}

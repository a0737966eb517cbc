/** Random numbers that are the same when a batch runs again: seeded by query, batch and call. */

import { utf8Of } from '../../../columnar/bytes.ts'
import type { Evaluation } from '../../evaluation.ts'
import type { BoundCall } from '../../scalar-function.ts'
import { murmurBytes } from '../hash/murmur3.ts'

/** Spark's `XORShiftRandom` over `java.util.Random`: 26 and 27 bits a double, Gaussian pairs by the polar method. */
export class XorShift {
  #seed: bigint
  #nextGaussian: number | undefined

  constructor(seed: bigint) {
    this.#seed = hashedSeed(seed)
  }

  #bits(count: number): number {
    let next = this.#seed ^ BigInt.asIntN(64, this.#seed << 21n)
    next ^= BigInt.asUintN(64, next) >> 35n
    next = BigInt.asIntN(64, next)
    next = BigInt.asIntN(64, next ^ (next << 4n))
    this.#seed = next
    return Number(BigInt.asIntN(32, next & ((1n << BigInt(count)) - 1n)))
  }

  /** 0 ≤ x < 1 */
  nextDouble(): number {
    return (this.#bits(26) * 2 ** 27 + this.#bits(27)) * 2 ** -53
  }

  /** A 32-bit integer. */
  nextInt(): number {
    return this.#bits(32)
  }

  /** Mean 0, standard deviation 1. */
  nextGaussian(): number {
    if (this.#nextGaussian !== undefined) {
      const kept = this.#nextGaussian
      this.#nextGaussian = undefined
      return kept
    }
    for (;;) {
      const a = 2 * this.nextDouble() - 1
      const b = 2 * this.nextDouble() - 1
      const s = a * a + b * b
      if (s >= 1 || s === 0) continue
      const factor = Math.sqrt((-2 * Math.log(s)) / s)
      this.#nextGaussian = b * factor
      return a * factor
    }
  }
}

/** `XORShiftRandom.hashSeed`: two rounds of Murmur3 over the eight bytes, most significant first. */
function hashedSeed(seed: bigint): bigint {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigInt64(0, BigInt.asIntN(64, seed))
  const low = scalaBytesHash(bytes, 0x3c074a61)
  const high = scalaBytesHash(bytes, low)
  return (BigInt(high) << 32n) | BigInt(low >>> 0)
}

/** Scala's `MurmurHash3.bytesHash`; on whole words it is what Spark's own gives. */
const scalaBytesHash = murmurBytes

interface Kept {
  readonly epoch: number
  readonly random: XorShift
}

/** The generator of a call in the current batch. */
export function randomOf(): (call: BoundCall, seed: bigint | undefined, evaluation: Evaluation) => XorShift {
  const kept = new WeakMap<BoundCall, Kept>()
  return (call, seed, evaluation) => {
    const known = kept.get(call)
    if (known && known.epoch === evaluation.epoch) return known.random
    const own = seed ?? BigInt(murmurBytes(utf8Of(evaluation.queryId), call.ordinal ?? 0))
    const random = new XorShift(BigInt.asIntN(64, own + BigInt(evaluation.epoch)))
    kept.set(call, { epoch: evaluation.epoch, random })
    return random
  }
}

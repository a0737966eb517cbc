/**
 * An angle as a multiple of π/2 and a rest of at most π/4 in double-double: by parts of π/2 (Cody and Waite) or, when it is
 * large, by 1200 bits of 2/π (Payne and Hanek).
 */
import { add, dd, multiply, productOf, set, sumOf } from './double-double.ts'

/** π/2 in three parts of 53 bits. */
const halfPi1 = 1.5707963267948966
const halfPi2 = 6.123233995736766e-17
const halfPi3 = -1.4973849048591698e-33

/** Beyond it, products with the parts of π/2 leave too few bits of the rest. */
const farthest = 1 << 20

/** The quadrant of a finite angle; leaves the rest as the double-double result. */
export function quadrantOf(x: number): number {
  if (Math.abs(x) > farthest) return farQuadrantOf(x)
  if (Math.abs(x) > 0.7853981633974483) return nearQuadrantOf(x)
  set(x, 0)
  return 0
}

function nearQuadrantOf(x: number): number {
  const times = Math.round(x * 0.6366197723675814)
  productOf(times, halfPi1)
  const [product, productLow] = [dd[0] as number, dd[1] as number]
  // Exact: the two are nearly equal.
  sumOf(x - product, -productLow)
  const [rest, restLow] = [dd[0] as number, dd[1] as number]
  productOf(times, halfPi2)
  add(rest, restLow, -(dd[0] as number), -(dd[1] as number))
  add(dd[0] as number, dd[1] as number, -times * halfPi3, 0)
  return times & 3
}

const bits = 1200n
let twoOverPi: bigint | undefined

/** floor(2/π * 2^1200), by Machin's formula. */
function invertedHalfPi(): bigint {
  const guard = bits + 64n
  const arctanOfInverse = (n: bigint): bigint => {
    let power = (1n << guard) / n
    let sum = power
    for (let k = 3n, sign = -1n; power > 0n; k += 2n, sign = -sign) {
      power /= n * n
      sum += (sign * power) / k
    }
    return sum
  }
  const pi = 4n * (4n * arctanOfInverse(5n) - arctanOfInverse(239n))
  return (1n << (bits + guard + 1n)) / pi
}

const words = new DataView(new ArrayBuffer(8))

/** The same for angles of any size, by as many bits of 2/π as they need. */
export function farQuadrantOf(x: number): number {
  twoOverPi ??= invertedHalfPi()
  words.setFloat64(0, Math.abs(x))
  const raw = words.getBigUint64(0)
  const mantissa = (raw & 0xf_ffff_ffff_ffffn) | 0x10_0000_0000_0000n
  const exponent = (raw >> 52n) - 1075n
  // x * 2/π with `bits` places behind the point; the whole turns are of no interest.
  const shifted = mantissa * twoOverPi
  const product = BigInt.asUintN(Number(bits) + 2, exponent >= 0n ? shifted << exponent : shifted >> -exponent)
  let times = product >> bits
  let part = product - (times << bits)
  if (part >> (bits - 1n)) {
    times += 1n
    part -= 1n << bits
  }
  const kept = part >> (bits - 160n)
  const first = Number(kept)
  const second = Number(kept - BigInt(first))
  multiply(first * 2 ** -160, second * 2 ** -160, halfPi1, halfPi2)
  if (x > 0) return Number(times & 3n)
  set(-(dd[0] as number), -(dd[1] as number))
  return Number(-times & 3n)
}

/**
 * sin, cos and tan to the nearest DOUBLE, but for very rare halfway cases. Java's intrinsics, which Spark calls, are right
 * to 0.52 units of the last place; V8's functions are off by one unit in about one of thirty values.
 *
 * An argument is reduced to a multiple of π/2 and a rest in double-double, by parts of π/2 (Cody and Waite) or, when it is
 * large, by 1200 bits of 2/π (Payne and Hanek); the rest goes through Taylor's series, whose first terms are calculated in
 * double-double.
 */
import { add, dd, divide, multiply, productOf, set, sumOf } from './double-double.ts'

/** π/2 in three parts of 53 bits. */
const halfPi1 = 1.5707963267948966
const halfPi2 = 6.123233995736766e-17
const halfPi3 = -1.4973849048591698e-33

/** Beyond it, products with the parts of π/2 leave too few bits of the rest. */
const farthest = 1 << 20

/** The quadrant of the last argument; its rest is the double-double result. */
let quadrant = 0

function reduce(x: number): void {
  if (Math.abs(x) <= 0.7853981633974483) {
    quadrant = 0
    set(x, 0)
  } else if (Math.abs(x) <= farthest) reduceNear(x)
  else reduceFar(x)
}

function reduceNear(x: number): void {
  const times = Math.round(x * 0.6366197723675814)
  quadrant = times & 3
  productOf(times, halfPi1)
  const [product, productLow] = [dd[0] as number, dd[1] as number]
  // Exact: the two are nearly equal.
  sumOf(x - product, -productLow)
  const [rest, restLow] = [dd[0] as number, dd[1] as number]
  productOf(times, halfPi2)
  add(rest, restLow, -(dd[0] as number), -(dd[1] as number))
  add(dd[0] as number, dd[1] as number, -times * halfPi3, 0)
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

function reduceFar(x: number): void {
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
  quadrant = Number(times) & 3
  if (x < 0) {
    quadrant = -quadrant & 3
    set(-(dd[0] as number), -(dd[1] as number))
  }
}

/** The sine of a rest of at most π/4. */
function sineOf(rest: number, restLow: number): void {
  multiply(rest, restLow, rest, restLow)
  const [square, squareLow] = [dd[0] as number, dd[1] as number]
  // From r⁹ on terms are too small for their second half to matter.
  const small =
    square *
    (2.7557319223985893e-6 +
      square *
        (-2.505210838544172e-8 +
          square *
            (1.6059043836821613e-10 +
              square * (-7.647163731819816e-13 + square * (2.8114572543455206e-15 - square * 8.22063524662433e-18)))))
  add(-0.0001984126984126984, -1.7209558293420705e-22, small, 0)
  multiply(dd[0] as number, dd[1] as number, square, squareLow)
  add(0.008333333333333333, 1.1564823173178714e-19, dd[0] as number, dd[1] as number)
  multiply(dd[0] as number, dd[1] as number, square, squareLow)
  add(-0.16666666666666666, -9.25185853854297e-18, dd[0] as number, dd[1] as number)
  multiply(dd[0] as number, dd[1] as number, square, squareLow)
  multiply(dd[0] as number, dd[1] as number, rest, restLow)
  add(rest, restLow, dd[0] as number, dd[1] as number)
}

/** The cosine of a rest of at most π/4. */
function cosineOf(rest: number, restLow: number): void {
  multiply(rest, restLow, rest, restLow)
  const [square, squareLow] = [dd[0] as number, dd[1] as number]
  const small =
    square *
    (2.48015873015873e-5 +
      square *
        (-2.755731922398589e-7 +
          square *
            (2.08767569878681e-9 +
              square * (-1.1470745597729725e-11 + square * (4.779477332387385e-14 - square * 1.5619206968586225e-16)))))
  add(-0.001388888888888889, 5.300543954373577e-20, small, 0)
  multiply(dd[0] as number, dd[1] as number, square, squareLow)
  add(0.041666666666666664, 2.3129646346357427e-18, dd[0] as number, dd[1] as number)
  multiply(dd[0] as number, dd[1] as number, square, squareLow)
  add(-0.5, 0, dd[0] as number, dd[1] as number)
  multiply(dd[0] as number, dd[1] as number, square, squareLow)
  add(1, 0, dd[0] as number, dd[1] as number)
}

/** The sine. */
export function sine(x: number): number {
  // The nearest to a small x is x; it keeps the sign of -0.0 as well.
  if (Math.abs(x) < 1e-8) return x
  if (!Number.isFinite(x)) return Number.NaN
  reduce(x)
  const turn = quadrant
  if (turn % 2 === 0) sineOf(dd[0] as number, dd[1] as number)
  else cosineOf(dd[0] as number, dd[1] as number)
  return turn < 2 ? (dd[0] as number) : -(dd[0] as number)
}

/** The cosine. */
export function cosine(x: number): number {
  if (!Number.isFinite(x)) return Number.NaN
  reduce(x)
  const turn = quadrant
  if (turn % 2 === 0) cosineOf(dd[0] as number, dd[1] as number)
  else sineOf(dd[0] as number, dd[1] as number)
  return turn === 0 || turn === 3 ? (dd[0] as number) : -(dd[0] as number)
}

/** The tangent. */
export function tangent(x: number): number {
  if (Math.abs(x) < 1e-8) return x
  if (!Number.isFinite(x)) return Number.NaN
  reduce(x)
  const odd = quadrant % 2 === 1
  const [rest, restLow] = [dd[0] as number, dd[1] as number]
  sineOf(rest, restLow)
  const [sin, sinLow] = [dd[0] as number, dd[1] as number]
  cosineOf(rest, restLow)
  if (odd) divide(-(dd[0] as number), -(dd[1] as number), sin, sinLow)
  else divide(sin, sinLow, dd[0] as number, dd[1] as number)
  return dd[0] as number
}

/**
 * Functions as Java's StrictMath calculates them, to the last bit, where V8's own give something else. StrictMath is
 * defined by fdlibm 5.3; which roundings happen in which order is part of the definition.
 */
import { highWord, ofHighWord, truncated } from './double-words.ts'

const afterE = Math.E + 2 ** -51

/** V8 returns Math.E for 1; fdlibm's series is one unit above it. */
export function exp(x: number): number {
  return x === 1 ? afterE : Math.exp(x)
}

/** V8's uses its exp, which differs for 1 only. */
export function cosh(x: number): number {
  return x === 1 || x === -1 ? 1.543080634815244 : Math.cosh(x)
}

/** fdlibm takes the first term of the series below 2^-55, V8 below 2^-28 already. */
export function tanh(x: number): number {
  const size = Math.abs(x)
  if (!(size < 2 ** -28) || size < 2 ** -55) return Math.tanh(x)
  const t = Math.expm1(-2 * size)
  return x < 0 ? t / (t + 2) : -t / (t + 2)
}

/** Spark's `Atanh`: of StrictMath.log1p, which is V8's as well. */
export function atanh(x: number): number {
  return 0.5 * (Math.log1p(x) - Math.log1p(-x))
}

/** The angle of a point; beyond 2^60 times as high as far to the left fdlibm rounds π - π/2 up. */
export function atan2(y: number, x: number): number {
  const steep = x < 0 && Number.isFinite(y) && (highWord(Math.abs(y)) - highWord(-x)) >> 20 > 60
  return steep ? Math.sign(y) * 1.5707963267948968 : Math.atan2(y, x)
}

/** The cube root: a guess from the exponent to 5 bits, a rational step to 23, Newton's to 53. */
export function cbrt(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return x
  const size = Math.abs(x)
  const high = highWord(size)
  let t =
    high < 0x0010_0000
      ? ofHighWord(Math.trunc(highWord(size * 2 ** 54) / 3) + 696_219_795)
      : ofHighWord(Math.trunc(high / 3) + 715_094_163)
  let r = (t * t) / size
  let s = 19 / 35 + r * t
  t *= 5 / 14 + 45 / 28 / (s + 99 / 70 + -864 / 1225 / s)
  // 20 bits, rounded up, so that t * t is exact.
  t = ofHighWord(highWord(t) + 1)
  s = t * t
  r = size / s
  r = (r - t) / (t + t + r)
  t += t * r
  return x < 0 ? -t : t
}

/** sqrt(x² + y²) without overflow on the way, within one unit of the last place. */
export function hypot(x: number, y: number): number {
  const [first, second] = [Math.abs(x), Math.abs(y)]
  if (first === Number.POSITIVE_INFINITY || second === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY
  if (Number.isNaN(first + second)) return Number.NaN
  const a = Math.max(first, second)
  const b = Math.min(first, second)
  if (b === 0 || a / b > 2 ** 60) return a + b
  if (a > 2 ** 500) return hypotOf(a * 2 ** -600, b * 2 ** -600) * 2 ** 600
  if (b < 2 ** -500) return hypotOf(a * 2 ** 600, b * 2 ** 600) * 2 ** -600
  return hypotOf(a, b)
}

function hypotOf(a: number, b: number): number {
  const difference = a - b
  if (difference > b) {
    const high = truncated(a)
    return Math.sqrt(high * high - (b * -b - (a - high) * (a + high)))
  }
  const double = a + a
  const high = truncated(double)
  const bHigh = truncated(b)
  return Math.sqrt(high * bHigh - (difference * -difference - (high * (b - bHigh) + (double - high) * b)))
}

/** StrictMath.pow, to the last bit (see fdlibm.ts): 2^(y * log2(x)) with log2(x) to about 70 bits. */
import { highWord, ofHighWord, scaled, truncated } from './double-words.ts'

/** Powers of special values are those of ECMAScript. */
export function pow(x: number, y: number): number {
  if (x === 0 || y === 0 || !Number.isFinite(x) || !Number.isFinite(y)) return x ** y
  if (y === 1) return x
  if (y === 2) return x * x
  if (y === 0.5 && x > 0) return Math.sqrt(x)
  const size = Math.abs(x)
  let sign = 1
  if (x < 0) {
    if (!Number.isInteger(y)) return Number.NaN
    sign = y % 2 === 0 ? 1 : -1
  }
  if (size === 1) return y === -1 ? sign / size : sign
  if (y === -1) return 1 / x
  if (Math.abs(y) > 2 ** 31) {
    const far = powerOfFar(size, y)
    if (far !== undefined) return sign * far
    log2Near1(size)
  } else log2(size)
  const yHigh = truncated(y)
  const [logHigh = 0, logLow = 0] = log
  return sign * exp2((y - yHigh) * logHigh + y * logLow, yHigh * logHigh)
}

/** The last logarithm, high and low part: a number in a module's variable would be allocated at each change. */
const log = new Float64Array(2)

/** Exponents beyond 2^31 leave nothing between 0 and infinity unless the base is nearly 1. */
function powerOfFar(x: number, y: number): number | undefined {
  const high = highWord(x)
  const overflows = y > 0 ? x > 1 : x < 1
  if (Math.abs(y) > 2 ** 64) {
    if (high <= 0x3fef_ffff) return y < 0 ? Number.POSITIVE_INFINITY : 0
    if (high >= 0x3ff0_0000) return y > 0 ? Number.POSITIVE_INFINITY : 0
  }
  if (high < 0x3fef_ffff || high > 0x3ff0_0000) return overflows ? Number.POSITIVE_INFINITY : 0
  return undefined
}

/** |1 - x| <= 2^-20: four terms of the series. */
function log2Near1(x: number): void {
  const t = x - 1
  const w = t * t * (0.5 - t * (0.3333333333333333 - t * 0.25))
  const u = 1.4426950216293335 * t
  const v = t * 1.9259629911266175e-8 - w * Math.LOG2E
  const high = truncated(u + v)
  log[0] = high
  log[1] = v - (high - u)
}

function log2(x: number): void {
  let size = x
  let exponent = 0
  if (highWord(size) < 0x0010_0000) {
    size *= 2 ** 53
    exponent -= 53
  }
  const high = highWord(size)
  exponent += (high >> 20) - 1023
  const fraction = high & 0x000f_ffff
  let normal = fraction | 0x3ff0_0000
  // The nearer of 1 and 1.5, so that the quotient below is small.
  let above = false
  if (fraction > 0x3988e) {
    if (fraction < 0xbb67a) above = true
    else {
      exponent += 1
      normal -= 0x0010_0000
    }
  }
  size = scaled(size, (normal >> 20) - (high >> 20))
  const base = above ? 1.5 : 1
  const u = size - base
  const v = 1 / (size + base)
  const quotient = u * v
  const sHigh = truncated(quotient)
  const tHigh = ofHighWord(((normal >> 1) | 0x2000_0000) + 0x0008_0000 + (above ? 0x0004_0000 : 0))
  const tLow = size - (tHigh - base)
  const sLow = v * (u - sHigh * tHigh - sHigh * tLow)
  sumSeries(quotient, sHigh, sLow, exponent, above)
}

function sumSeries(s: number, sHigh: number, sLow: number, exponent: number, above: boolean): void {
  const square = s * s
  const series =
    square *
      square *
      (0.5999999999999946 +
        square *
          (0.4285714285785502 +
            square *
              (0.33333332981837743 +
                square * (0.272728123808534 + square * (0.23066074577556175 + square * 0.20697501780033842))))) +
    sLow * (sHigh + s)
  const highSquare = sHigh * sHigh
  const tHigh = truncated(3 + highSquare + series)
  const tLow = series - (tHigh - 3 - highSquare)
  const u = sHigh * tHigh
  const v = sLow * tHigh + tLow * s
  const pHigh = truncated(u + v)
  const pLow = v - (pHigh - u)
  const zHigh = 0.9617967009544373 * pHigh
  const zLow = -7.028461650952758e-9 * pHigh + pLow * 0.9617966939259756 + (above ? 1.350039202129749e-8 : 0)
  const part = above ? 0.5849624872207642 : 0
  const high = truncated(zHigh + zLow + part + exponent)
  log[0] = high
  log[1] = zLow - (high - exponent - part - zHigh)
}

/** 2^(high + low) */
function exp2(low: number, high: number): number {
  const sum = low + high
  if (sum >= 1024) {
    if (sum > 1024 || low + 8.008566259537294e-17 > sum - high) return Number.POSITIVE_INFINITY
  } else if (sum <= -1075) {
    if (sum < -1075 || low <= sum - high) return 0
  }
  // To the nearest whole number, halves away from zero.
  const whole = Math.abs(sum) > 0.5 ? Math.trunc(sum + (sum < 0 ? -0.5 : 0.5)) : 0
  const rest = high - whole
  const t = truncated(low + rest)
  const u = t * 0.6931471824645996
  const v = (low - (t - rest)) * Math.LN2 + t * -1.904654299957768e-9
  const z = u + v
  const w = v - (z - u)
  const square = z * z
  const t1 =
    z -
    square *
      (0.16666666666666602 +
        square *
          (-0.0027777777777015593 +
            square * (6.613756321437934e-5 + square * (-1.6533902205465252e-6 + square * 4.1381367970572385e-8))))
  const power = 1 - ((z * t1) / (t1 - 2) - (w + z * w) - z)
  if ((highWord(power) >> 20) + whole > 0) return scaled(power, whole)
  // A subnormal result is rounded once.
  return power * 2 ** (whole + 1000) * 2 ** -1000
}

/** StrictMath.pow, to the last bit (see fdlibm.ts): 2^(y * log2(x)) with log2(x) to about 70 bits. */
import { highWord, truncated } from './double-words.ts'

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
  } else {
    work[0] = size
    log2()
  }
  const yHigh = truncated(y)
  const logHigh = work[0] as number
  work[0] = (y - yHigh) * logHigh + y * (work[1] as number)
  work[1] = yHigh * logHigh
  exp2()
  return sign * (work[0] as number)
}

/**
 * What the steps below get and give: the base, its logarithm (high and low part), the power. A number that a call gets or
 * gives is allocated, unless the call is compiled into its caller.
 */
const work = new Float64Array(2)

/** 2^-1074 to 2^1023. */
const powersOf2 = new Float64Array(2098)
const leastPower = 1074
for (let at = 0, power = Number.MIN_VALUE; at < powersOf2.length; at++, power *= 2) powersOf2[at] = power

const smallestNormal = 2 ** -1022
const bases = Float64Array.of(1, 1.5)
/** log2 of the bases, high and low part. */
const baseLog = Float64Array.of(0, 0.5849624872207642)
const baseLogLow = Float64Array.of(0, 1.350039202129749e-8)
/** What the last of the upper bits of a number is worth, from 2 on and below. */
const bitValues = Float64Array.of(2 ** -19, 2 ** -20)

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
  work[0] = high
  work[1] = v - (high - u)
}

/** log2 of the argument. */
function log2(): void {
  let size = work[0] as number
  let exponent = 0
  if (size < smallestNormal) {
    size *= 2 ** 53
    exponent -= 53
  }
  const high = highWord(size)
  exponent += (high >> 20) - 1023
  const fraction = high & 0x000f_ffff
  // The nearest of 1, 1.5 and 2, so that the quotient below is small; 2 is 1 of the halved number. Without branches, which
  // numbers that come in no order would send wrong.
  const halved = (0xbb679 - fraction) >>> 31
  const above = ((0x3988e - fraction) >>> 31) ^ halved
  exponent += halved
  size *= powersOf2[1023 + leastPower - (high >> 20) - halved] as number
  const base = bases[above] as number
  const u = size - base
  const v = 1 / (size + base)
  const s = u * v
  const sHigh = truncated(s)
  // The upper bits of size + base.
  const tHigh = ((fraction >> 1) + 0x10_0000 + (halved << 19) + (above << 18)) * (bitValues[halved] as number)
  const sLow = v * (u - sHigh * tHigh - sHigh * (size - (tHigh - base)))
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
  // Between 3 and 4, where the upper bits are so many of 2^-19.
  const sumHigh = (((3 + highSquare + series) * 2 ** 19) | 0) * 2 ** -19
  const pairHigh = sHigh * sumHigh
  const pairLow = sLow * sumHigh + (series - (sumHigh - 3 - highSquare)) * s
  const pHigh = truncated(pairHigh + pairLow)
  const pLow = pairLow - (pHigh - pairHigh)
  const zHigh = 0.9617967009544373 * pHigh
  const zLow = -7.028461650952758e-9 * pHigh + pLow * 0.9617966939259756 + (baseLogLow[above] as number)
  const part = baseLog[above] as number
  const logHigh = truncated(zHigh + zLow + part + exponent)
  work[0] = logHigh
  work[1] = zLow - (logHigh - exponent - part - zHigh)
}

/** 2^(low + high): the argument is in these two parts. */
function exp2(): void {
  const low = work[0] as number
  const high = work[1] as number
  const sum = low + high
  if (sum >= 1024) {
    if (sum > 1024 || low + 8.008566259537294e-17 > sum - high) {
      work[0] = Number.POSITIVE_INFINITY
      return
    }
  } else if (sum <= -1075) {
    if (sum < -1075 || low <= sum - high) {
      work[0] = 0
      return
    }
  }
  // To the nearest whole number, halves away from zero; what is no more than a half by its upper bits is left.
  const whole = Math.abs(sum) < 0.5 + 2 ** -21 ? 0 : (sum + (sum < 0 ? -0.5 : 0.5)) | 0
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
  // Twice the power of one less: 2^1024 is none. A subnormal result is rounded once.
  const isNormal = whole > -1022 || (whole === -1022 && power >= 1)
  work[0] = isNormal
    ? power * 2 * (powersOf2[whole - 1 + leastPower] as number)
    : power * 2 ** (whole + 1000) * 2 ** -1000
}

/** Rounding of doubles and integers by Java's BigDecimal, which is what Spark's round and bround go through. */
import { arithmeticOverflow } from './arithmetic-errors.ts'
import { divideHalfUp, magnitude, powerOfTen } from './decimal.ts'

export type RoundingMode = 'halfUp' | 'halfEven' | 'ceiling' | 'floor'

/** Nearest whole number, halves to the even one (`Math.rint`). */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value)
  const fraction = value - floor
  if (fraction < 0.5) return floor === 0 ? value * 0 : floor
  if (fraction > 0.5) return floor === -1 ? -0 : floor + 1
  return floor % 2 === 0 ? floor : floor === -1 ? -0 : floor + 1
}

/** The largest power of ten that Java's BigInteger holds, in digits. */
const mostDigits = 646_456_992
/** More digits than any number that is rounded has: of it nothing is left, or one of the unit. */
const beyondAll = 400

/**
 * Digits that BigDecimal.setScale can shift by. @throws ARITHMETIC_OVERFLOW as its ArithmeticException says it
 */
export function checkDigits(digits: number): void {
  if (Math.abs(digits) > 2_147_483_647) throw arithmeticOverflow(undefined, digits > 0 ? 'Underflow' : 'Overflow')
  if (Math.abs(digits) > mostDigits) throw arithmeticOverflow(undefined, 'BigInteger would overflow supported range')
}

/** Rounds an unscaled value to a multiple of 10 to `digits`. @throws ARITHMETIC_OVERFLOW */
export function roundUnscaled(unscaled: bigint, digits: number, mode: RoundingMode): bigint {
  checkDigits(digits)
  if (digits <= 0) return unscaled
  const unit = powerOfTen(Math.min(digits, beyondAll))
  return divideRounded(unscaled, unit, mode) * unit
}

/** a / unit, rounded; unit positive. */
export function divideRounded(a: bigint, unit: bigint, mode: RoundingMode): bigint {
  const quotient = a / unit
  const rest = a % unit
  if (rest === 0n) return quotient
  switch (mode) {
    case 'halfUp':
      return divideHalfUp(a, unit)
    case 'ceiling':
      return rest > 0n ? quotient + 1n : quotient
    case 'floor':
      return rest < 0n ? quotient - 1n : quotient
    case 'halfEven': {
      const twice = magnitude(rest) * 2n
      if (twice < unit || (twice === unit && quotient % 2n === 0n)) return quotient
      return a < 0n ? quotient - 1n : quotient + 1n
    }
  }
}

/** The shortest decimal of a double as digits and scale (Java's `BigDecimal.valueOf(double)`). */
export function decimalOf(value: number): readonly [bigint, number] {
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  return [BigInt(whole + fraction), fraction.length - Number(exponent)]
}

/** Powers of ten that a double holds exactly. */
const exactPowers = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`))
/** Beyond, a product's error could reach the next half. */
const mostScaled = 2 ** 46

/**
 * Rounding to the nearest where it is plain: no half is within the error of the product, so the shortest decimal rounds the
 * same way, and the quotient of two exact doubles is the double nearest to it. NaN = it is not plain.
 */
function plainlyRounded(value: number, scale: number): number {
  const power = exactPowers[scale]
  if (power === undefined) return Number.NaN
  const scaled = Math.abs(value) * power
  if (!(scaled < mostScaled)) return Number.NaN
  const whole = Math.floor(scaled)
  const fraction = scaled - whole
  if (Math.abs(fraction - 0.5) <= (scaled + 1) * 2 ** -50) return Number.NaN
  const size = (fraction > 0.5 ? whole + 1 : whole) / power
  // BigDecimal has no negative zero.
  return value < 0 && size !== 0 ? -size : size
}

/** A double rounded to `scale` decimals (negative: to tens, hundreds). NaN and infinities stay. */
export function roundDouble(value: number, scale: number, mode: RoundingMode): number {
  if (mode === 'halfUp' || mode === 'halfEven') {
    const plain = plainlyRounded(value, scale)
    if (!Number.isNaN(plain)) return plain
  }
  if (!Number.isFinite(value)) return value
  // BigDecimal has no negative zero.
  if (value === 0) return 0
  const [digits, digitsScale] = decimalOf(value)
  const surplus = digitsScale - scale
  checkDigits(surplus)
  if (surplus <= 0) return value
  const rounded = surplus > beyondAll ? 0n : divideRounded(digits, powerOfTen(surplus), mode)
  return Number(`${rounded}e${-scale}`)
}

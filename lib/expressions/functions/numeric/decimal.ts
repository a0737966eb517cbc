/** Exact decimal arithmetic on unscaled bigints, by Spark's rules of precision. */
import type { DataType } from '../../../types/data-type.ts'
import { decimalType } from '../../../types/types.ts'
import { decimalOverflow, type OverflowMode } from './arithmetic-errors.ts'

export type DecimalType = Extract<DataType, { readonly kind: 'decimal' }>

const maxPrecision = 38
const minAdjustedScale = 6

/** Cuts a precision beyond 38 off the scale, keeping six digits of it (`DecimalType.adjustPrecisionScale`). */
export function adjustedDecimal(precision: number, scale: number): DecimalType {
  if (precision <= maxPrecision) return decimalType(precision, scale)
  const whole = precision - scale
  return decimalType(maxPrecision, Math.max(maxPrecision - whole, Math.min(scale, minAdjustedScale)))
}

/** Result type of an operator on two decimals. */
export function decimalResult(symbol: string, a: DecimalType, b: DecimalType): DecimalType {
  const wholeA = a.precision - a.scale
  const wholeB = b.precision - b.scale
  const scale = Math.max(a.scale, b.scale)
  switch (symbol) {
    case '*':
      return adjustedDecimal(a.precision + b.precision + 1, a.scale + b.scale)
    case '/': {
      const quotientScale = Math.max(minAdjustedScale, a.scale + b.precision + 1)
      return adjustedDecimal(wholeA + b.scale + quotientScale, quotientScale)
    }
    case '%':
    case 'pmod':
      return adjustedDecimal(Math.min(wholeA, wholeB) + scale, scale)
    default:
      return adjustedDecimal(Math.max(wholeA, wholeB) + scale + 1, scale)
  }
}

const powers = Array.from({ length: 78 }, (_, exponent) => 10n ** BigInt(exponent))

/** 10 to a power that is not negative. */
export function powerOfTen(exponent: number): bigint {
  return powers[exponent] ?? 10n ** BigInt(exponent)
}

export const magnitude = (value: bigint) => (value < 0n ? -value : value)

/** a / b rounded half away from zero; b not zero. */
export function divideHalfUp(a: bigint, b: bigint): bigint {
  const quotient = a / b
  const rest = magnitude(a % b) * 2n
  if (rest < magnitude(b)) return quotient
  return a < 0n !== b < 0n ? quotient - 1n : quotient + 1n
}

/** Another scale for an unscaled value, half up. */
export function rescale(unscaled: bigint, from: number, to: number): bigint {
  return to >= from ? unscaled * powerOfTen(to - from) : divideHalfUp(unscaled, powerOfTen(from - to))
}

/** At most 38 significant digits (Java's `MathContext(38, HALF_UP)`), as value and scale. */
function significant(unscaled: bigint, scale: number): readonly [bigint, number] {
  const surplus = magnitude(unscaled).toString().length - maxPrecision
  return surplus <= 0 ? [unscaled, scale] : [divideHalfUp(unscaled, powerOfTen(surplus)), scale - surplus]
}

/** Fits a value into a type: an error with ANSI, else null, where it is too large. */
export function toDecimal(unscaled: bigint, scale: number, type: DecimalType, mode: OverflowMode): bigint | null {
  const value = scale < 0 ? rescale(unscaled * powerOfTen(-scale), 0, type.scale) : rescale(unscaled, scale, type.scale)
  if (magnitude(value) < powerOfTen(type.precision)) return value
  if (mode === 'ansi') {
    throw decimalOverflow(
      scale < 0 ? unscaled * powerOfTen(-scale) : unscaled,
      Math.max(scale, 0),
      type.precision,
      type.scale,
    )
  }
  return null
}

/** `+ - * / %` of two decimals. The divisor is not zero. */
export function decimalOperation(
  symbol: string,
  [a, scaleA]: readonly [bigint, number],
  [b, scaleB]: readonly [bigint, number],
  type: DecimalType,
  mode: OverflowMode,
): bigint | null {
  if (symbol === '*') {
    const [product, scale] = significant(a * b, scaleA + scaleB)
    return toDecimal(product, scale, type, mode)
  }
  // BigDecimal.divide(…, 38, HALF_UP), then the scale of the result: two roundings, as Spark does.
  if (symbol === '/')
    return toDecimal(
      divideHalfUp(a * powerOfTen(maxPrecision + scaleB), b * powerOfTen(scaleA)),
      maxPrecision,
      type,
      mode,
    )
  const scale = Math.max(scaleA, scaleB)
  const left = a * powerOfTen(scale - scaleA)
  const right = b * powerOfTen(scale - scaleB)
  if (symbol === '%') return toDecimal(left % right, scale, type, mode)
  if (symbol === 'pmod') {
    const rest = left % right
    return toDecimal(rest < 0n ? (rest + right) % right : rest, scale, type, mode)
  }
  return toDecimal(symbol === '+' ? left + right : left - right, scale, type, mode)
}

/** Numbers out of bytes, for json those that `skipNumber` has checked: exact with plain doubles where that is certain. */
import { exactPowers } from './scan-code.ts'

/** The double of plain digits with a point, exactly as Java reads it; NaN for everything that needs more. */
export function plainDouble(bytes: Uint8Array, from: number, end: number): number {
  const negative = bytes[from] === 45
  const first = negative ? from + 1 : from
  let at = first
  let value = 0
  let scale = 0
  for (; at < end; at++) {
    const digit = (bytes[at] as number) - 48
    if (digit < 0 || digit > 9) break
    value = value * 10 + digit
  }
  if (at === first) return Number.NaN
  if (at < end && bytes[at] === 46) {
    const point = at++
    for (; at < end; at++) {
      const digit = (bytes[at] as number) - 48
      if (digit < 0 || digit > 9) break
      value = value * 10 + digit
    }
    scale = at - point - 1
  }
  // Up to 15 digits and a power of ten below 1e23 are exact, so one division rounds correctly.
  if (at < end || at - first - (scale > 0 ? 1 : 0) > 15) return Number.NaN
  if (scale > 0) value /= exactPowers[scale] as number
  return negative ? -value : value
}

/** The double of a checked number. `-0` is an integer, which has no negative zero. */
export function doubleAt(bytes: Uint8Array, from: number, end: number): number {
  const value = plainDouble(bytes, from, end)
  if (value > 0 || value < 0) return value
  if (value === 0) return bytes[from] === 45 && bytes.subarray(from, end).includes(46) ? value : 0
  return Number(String.fromCharCode(...bytes.subarray(from, end)))
}

/**
 * The unscaled value of a checked number as a DECIMAL of `scale`, exact in a double; NaN for what needs rounding, an
 * exponent or more than 15 digits.
 *
 * @param limit 10 to the precision
 */
export function decimalAt(bytes: Uint8Array, from: number, end: number, scale: number, limit: number): number {
  const negative = bytes[from] === 45
  let at = negative ? from + 1 : from
  if (end - at > 16) return Number.NaN
  let value = 0
  let fraction = 0
  for (; at < end; at++) {
    const digit = (bytes[at] as number) - 48
    if (digit < 0 || digit > 9) break
    value = value * 10 + digit
  }
  if (at < end) {
    if (bytes[at] !== 46) return Number.NaN
    fraction = end - at - 1
    for (at++; at < end; at++) {
      const digit = (bytes[at] as number) - 48
      if (digit < 0 || digit > 9) return Number.NaN
      value = value * 10 + digit
    }
  }
  if (fraction > scale) return Number.NaN
  value *= exactPowers[scale - fraction] as number
  // Beyond 2^53 a double may not be what was written; beyond the precision it is malformed.
  if (value >= 9007199254740992 || value >= limit) return Number.NaN
  return negative ? -value : value
}

/** The bigint of a checked number without fraction and exponent. */
export function bigintAt(bytes: Uint8Array, from: number, end: number): bigint {
  return BigInt(String.fromCharCode(...bytes.subarray(from, end)))
}

/** Numbers by a pattern of Java's `DecimalFormat` (digits, grouping and point only), halves to the even digit. */

import { powerOfTen } from './decimal.ts'
import { divideRounded } from './rounding.ts'

export interface DecimalFormat {
  readonly minWhole: number
  readonly minFraction: number
  readonly maxFraction: number
  /** Digits of a group; 0 for none. */
  readonly group: number
}

/** Reads `#,###.00`; undefined when there is anything else in it. */
export function parseDecimalFormat(pattern: string): DecimalFormat | undefined {
  const match = /^([#,]*[0,]*)(?:\.(0*)(#*))?$/.exec(pattern)
  if (!match) return undefined
  const [, whole = '', zeros = '', hashes = ''] = match
  const comma = whole.lastIndexOf(',')
  return {
    minWhole: whole.replace(/[^0]/g, '').length,
    minFraction: zeros.length,
    maxFraction: zeros.length + hashes.length,
    group: comma < 0 ? 0 : whole.length - comma - 1,
  }
}

/** Text of `unscaled / 10^scale`. */
export function formatDecimal(unscaled: bigint, scale: number, negative: boolean, format: DecimalFormat): string {
  const { minWhole, minFraction, maxFraction, group } = format
  const size = unscaled < 0n ? -unscaled : unscaled
  const rounded =
    scale > maxFraction
      ? divideRounded(size, powerOfTen(scale - maxFraction), 'halfEven')
      : size * powerOfTen(maxFraction - scale)
  const digits = rounded.toString().padStart(maxFraction + 1, '0')
  const whole = digits
    .slice(0, digits.length - maxFraction)
    .replace(/^0+/, '')
    .padStart(minWhole, '0')
  let fraction = digits.slice(digits.length - maxFraction)
  while (fraction.length > minFraction && fraction.endsWith('0')) fraction = fraction.slice(0, -1)
  const grouped = group > 0 ? whole.replace(new RegExp(`(?<=\\d)(?=(?:\\d{${group}})+$)`, 'g'), ',') : whole
  const text = fraction === '' ? grouped || '0' : `${grouped}.${fraction}`
  return negative ? `-${text}` : text
}

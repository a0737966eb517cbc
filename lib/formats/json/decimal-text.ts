/** Decimal numbers in text: what `new java.math.BigDecimal(text)` takes, rounded half up to a DECIMAL(p, s). */

const shape = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,10}))?$/

/**
 * The unscaled value of `text` at `scale`, or undefined when it is not a number or has more than `precision` digits.
 *
 * @param text digits with optional sign, point and exponent; no blanks
 */
export function parseDecimal(text: string, precision: number, scale: number): bigint | undefined {
  const match = shape.exec(text)
  if (match === null) return undefined
  const whole = match[2] ?? ''
  const fraction = match[3] ?? ''
  const digits = (whole + fraction).replace(/^0+(?=\d)/, '')
  if (digits.length === 0) return undefined
  const exponent = Number(match[4] ?? 0)
  if (Math.abs(exponent) > 2147483647) return undefined
  const shift = exponent - fraction.length + scale
  let unscaled = 0n
  if (digits !== '0') {
    if (digits.length + shift > precision) return undefined
    if (shift >= 0) unscaled = BigInt(digits) * 10n ** BigInt(shift)
    else if (-shift <= digits.length) unscaled = roundedHalfUp(digits, -shift)
  }
  if (unscaled >= 10n ** BigInt(precision)) return undefined
  return match[1] === '-' ? -unscaled : unscaled
}

/** `digits` without its last `cut`, rounded by the first digit that is cut. */
function roundedHalfUp(digits: string, cut: number): bigint {
  const kept = digits.slice(0, digits.length - cut)
  const up = (digits[digits.length - cut] ?? '0') >= '5'
  return BigInt(kept === '' ? '0' : kept) + (up ? 1n : 0n)
}

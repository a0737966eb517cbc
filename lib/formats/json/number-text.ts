/** Doubles and floats as Java prints them. */

/** `Double.toString`: at least one decimal, `E` notation below 1e-3 and from 1e7 on. */
export function javaDouble(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  if (!Number.isFinite(value)) return String(value)
  const [mantissa = '', exponentText = '0'] = value.toExponential().split('e')
  return layOut(mantissa, Number(exponentText))
}

/** `Float.toString` of a number that is a float. */
export function javaFloat(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return javaDouble(value)
  for (let digits = 1; digits < 9; digits++) {
    const text = value.toExponential(digits - 1)
    if (Math.fround(Number(text)) === value) {
      const [mantissa = '', exponentText = '0'] = text.split('e')
      return layOut(mantissa, Number(exponentText))
    }
  }
  const [mantissa = '', exponentText = '0'] = value.toExponential(8).split('e')
  return layOut(mantissa, Number(exponentText))
}

function layOut(mantissa: string, exponent: number): string {
  const sign = mantissa.startsWith('-') ? '-' : ''
  const digits = mantissa.replace(/[-.]/g, '')
  if (exponent >= 7 || exponent < -3) return `${sign}${digits[0]}.${digits.slice(1) || '0'}E${exponent}`
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`
}

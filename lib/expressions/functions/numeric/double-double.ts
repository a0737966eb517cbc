/**
 * Numbers of about 106 bits as the exact sum of two DOUBLEs, for results that are to be right in the last bit. A result is
 * left in `dd[0]` (high) and `dd[1]` (low): a number that a module's variable holds would be allocated anew at each change.
 */

/** Splits 53 bits into two halves of 26, whose products are exact. */
const splitter = 134_217_729

/** The result of the last call. */
export const dd = new Float64Array(2)

/** Sets the result. */
export function set(a: number, aLow: number): void {
  dd[0] = a
  dd[1] = aLow
}

/** a + b, exactly. */
export function sumOf(a: number, b: number): void {
  const sum = a + b
  const part = sum - a
  dd[0] = sum
  dd[1] = a - (sum - part) + (b - part)
}

/** What a * b, rounded to `product`, lacks; exact unless it underflows or overflows. */
function productError(a: number, b: number, product: number): number {
  const aScaled = splitter * a
  const aHigh = aScaled - (aScaled - a)
  const aLow = a - aHigh
  const bScaled = splitter * b
  const bHigh = bScaled - (bScaled - b)
  const bLow = b - bHigh
  return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow
}

/** a * b, exactly unless it underflows or overflows. */
export function productOf(a: number, b: number): void {
  const product = a * b
  dd[0] = product
  dd[1] = productError(a, b, product)
}

/** (a + aLow) + (b + bLow) */
export function add(a: number, aLow: number, b: number, bLow: number): void {
  const sum = a + b
  const part = sum - a
  const rest = a - (sum - part) + (b - part) + aLow + bLow
  const high = sum + rest
  dd[0] = high
  dd[1] = rest - (high - sum)
}

/** (a + aLow) * (b + bLow) */
export function multiply(a: number, aLow: number, b: number, bLow: number): void {
  const product = a * b
  const rest = productError(a, b, product) + (a * bLow + aLow * b)
  const high = product + rest
  dd[0] = high
  dd[1] = rest - (high - product)
}

/** (a + aLow) / (b + bLow) */
export function divide(a: number, aLow: number, b: number, bLow: number): void {
  const quotient = a / b
  const product = quotient * b
  const rest = (a - product - productError(quotient, b, product) + aLow - quotient * bLow) / b
  const high = quotient + rest
  dd[0] = high
  dd[1] = rest - (high - quotient)
}

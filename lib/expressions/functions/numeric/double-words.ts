/** The two 32-bit halves of a DOUBLE, which fdlibm's functions take apart. */

const double = new Float64Array(1)
const words = new Int32Array(double.buffer)
const highAt = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0

/** Sign, exponent and the upper 20 bits of the fraction. */
export function highWord(x: number): number {
  double[0] = x
  return words[highAt] as number
}

/** The number without the lower 32 bits of its fraction. */
export function truncated(x: number): number {
  double[0] = x
  words[1 - highAt] = 0
  return double[0]
}

/** The number that has this upper half and zeros below it. */
export function ofHighWord(high: number): number {
  words[highAt] = high
  words[1 - highAt] = 0
  return double[0] as number
}

/** The number with its exponent changed by `steps`; the result must be a normal number. */
export function scaled(x: number, steps: number): number {
  double[0] = x
  words[highAt] = (words[highAt] as number) + (steps << 20)
  return double[0]
}

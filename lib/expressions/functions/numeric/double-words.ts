/** The two 32-bit halves of a DOUBLE, which fdlibm's functions take apart. */

const double = new Float64Array(1)
const words = new Int32Array(double.buffer)
const unsignedWords = new Uint32Array(double.buffer)
const highAt = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0

/** Sign, exponent and the upper 20 bits of the fraction. */
export function highWord(x: number): number {
  double[0] = x
  return words[highAt] as number
}

/**
 * The number without the lower 32 bits of its fraction (0 for -0). What they are worth is taken away: a DOUBLE whose halves
 * were written apart would have to wait for both to be in memory before it can be read.
 */
export function truncated(x: number): number {
  double[0] = x
  return x - (unsignedWords[1 - highAt] as number) * (lastBits[(words[highAt] as number) >>> 20] as number)
}

/** What the last bit of a fraction is worth, by sign and exponent. */
const lastBits = new Float64Array(4096)
for (let exponent = 0; exponent < 2047; exponent++) {
  const value = 2 ** (Math.max(exponent, 1) - 1075)
  lastBits[exponent] = value
  lastBits[exponent + 2048] = -value
}

/** The number that has this upper half and zeros below it. */
export function ofHighWord(high: number): number {
  words[highAt] = high
  words[1 - highAt] = 0
  return double[0] as number
}

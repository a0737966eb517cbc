/** How many values a row of HyperLogLog++ registers stands for: Spark's `HyperLogLogPlusPlusHelper.query`. */
import { biasTable } from './hll-bias.ts'

/** Up to which estimate linear counting is taken, by bits from 4 to 18. */
const thresholds = [10, 20, 40, 80, 220, 400, 900, 1800, 3100, 6500, 15500, 20000, 50000, 120000, 350000]
/** How many neighbours in the table the bias is the mean of. */
const neighbours = 6
/** Beyond these bits there is no table, and plain HyperLogLog is used. */
const mostBits = 18

/** @param from first of the 2^bits registers */
export function estimateDistinct(registers: Uint8Array, from: number, bits: number): number {
  const m = 2 ** bits
  let inverse = 0
  let zeros = 0
  for (let register = from; register < from + m; register++) {
    const rank = registers[register] as number
    inverse += 2 ** -rank
    if (rank === 0) zeros += 1
  }
  return Math.round(estimate(m, bits, inverse, zeros))
}

function estimate(m: number, bits: number, inverse: number, zeros: number): number {
  const raw = alphaSquares(m, bits) / inverse
  if (zeros > 0) {
    const linear = m * Math.log(m / zeros)
    if (raw <= 2.5 * m || (bits <= mostBits && linear <= (thresholds[bits - 4] as number))) return linear
  }
  return bits <= mostBits && raw < 5 * m ? raw - biasOf(raw, bits) : raw
}

function alphaSquares(m: number, bits: number): number {
  const alpha = bits === 4 ? 0.673 : bits === 5 ? 0.697 : bits === 6 ? 0.709 : 0.7213 / (1 + 1.079 / m)
  return alpha * m * m
}

function biasOf(raw: number, bits: number): number {
  const { estimates, biases } = biasTable(bits)
  let nearest = 0
  while (nearest < estimates.length && (estimates[nearest] as number) < raw) nearest += 1
  const distance = (at: number) => (raw - (estimates[at] as number)) ** 2
  let low = Math.max(nearest - neighbours + 1, 0)
  let high = Math.min(low + neighbours, estimates.length)
  while (high < estimates.length && distance(high) < distance(low)) {
    low += 1
    high += 1
  }
  let sum = 0
  for (let at = low; at < high; at++) sum += biases[at] as number
  return sum / (high - low)
}

/** How many different values a HyperLogLog sketch has seen, as Apache DataSketches estimates it. */
import { compositeTable } from './composite-table.ts'

/** Registers, as far as estimates need them. */
export interface HllSums {
  /** The sketch has 2^k registers. */
  readonly k: number
  /** The sum of 2^−register. */
  readonly inverses: number
  /** Registers that are 0. */
  readonly zeros: number
}

/** Mean numbers of coupons of 26 bits, and of how many values they come (DataSketches' table). */
const coupons = [0, 1, 20, 400, 8000, 160000, ...Array.from({ length: 34 }, (_, at) => 300000 * (at + 1))]
const valuesOfCoupons = [
  0, 1, 20.00000094374026, 400.0003963713384, 8000.158929460209, 160063.60677637596, 300223.70715976635,
  600895.593385617, 902016.8065120955, 1203588.498319951, 1505611.8245524743, 1808087.9449319066, 2111018.0231759353,
  2414403.22701425, 2718244.728205189, 3022543.702552454, 3327301.329921909, 3632518.794258454, 3938197.283602969,
  4244337.990109356, 4550942.110061649, 4858010.843891189, 5165545.396193897, 5473546.975747645, 5782016.7955296505,
  6090956.072734016, 6400366.028789296, 6710247.889376201, 7020602.884445314, 7331432.248234972, 7642737.219289148,
  7954519.0404754765, 8266778.959003342, 8579518.226442046, 8892738.098739047, 9206439.836238328, 9520624.703698829,
  9835293.97031292, 10150448.909725029, 10466090.800050326,
]

/** Of a sketch that still lists its coupons. */
export function couponEstimate(count: number): number {
  return Math.max(
    interpolated(count, coupons, valuesOfCoupons.length, (at) => valuesOfCoupons[at] as number),
    count,
  )
}

/** The cubic curve through four neighbours in a table, at x (Lagrange). */
function interpolated(
  x: number,
  table: readonly number[] | Float64Array,
  length: number,
  y: (at: number) => number,
): number {
  if (x === table[length - 1]) return y(length - 1)
  let left = 0
  let right = length - 1
  while (left + 1 < right) {
    const middle = left + ((right - left) >> 1)
    if ((table[middle] as number) <= x) left = middle
    else right = middle
  }
  const from = left === 0 ? 0 : left === length - 2 ? left - 2 : left - 1
  let sum = 0
  for (let i = from; i < from + 4; i++) {
    let above = 1
    let below = 1
    for (let j = from; j < from + 4; j++) {
      if (j === i) continue
      above *= x - (table[j] as number)
      below *= (table[i] as number) - (table[j] as number)
    }
    sum += (y(i) * above) / below
  }
  return sum
}

/** Of registers that come of a union, where the order of the values is not known. */
export function compositeEstimate({ k, inverses, zeros }: HllSums): number {
  const registers = 2 ** k
  const raw = (correction(k) * registers * registers) / inverses
  const { estimates, step } = compositeTable(k)
  const last = estimates.length - 1
  if (raw < (estimates[0] as number)) return 0
  const highest = estimates[last] as number
  if (raw > highest) return raw * ((step * last) / highest)
  const adjusted = interpolated(raw, estimates, estimates.length, (at) => step * at)
  if (adjusted > 3 * registers) return adjusted
  const linear = linearEstimate(registers, zeros)
  const crossOver = k === 4 ? 0.718 : k === 5 ? 0.672 : 0.64
  return (adjusted + linear) / 2 > crossOver * registers ? adjusted : linear
}

/** Flajolet and others: HyperLogLog (2007), figure 3. */
function correction(k: number): number {
  return [0.673, 0.697, 0.709][k - 4] ?? 0.7213 / (1 + 1.079 / 2 ** k)
}

/** By the registers that are not 0: how many coupons a collector needs for them. */
function linearEstimate(registers: number, zeros: number): number {
  if (zeros === 0) return registers * Math.log(registers / 0.5)
  return registers * (harmonic(registers) - harmonic(zeros))
}

const fewest = 25

/** 1 + 1/2 + … + 1/n. */
function harmonic(n: number): number {
  if (n < fewest) {
    // As fractions, so that they are the nearest doubles.
    let [numerator, denominator] = [0n, 1n]
    for (let i = 1n; i <= BigInt(n); i++) {
      numerator = numerator * i + denominator
      denominator *= i
    }
    let [a, b] = [numerator, denominator]
    while (b) [a, b] = [b, a % b]
    return a === 0n ? 0 : Number(numerator / a) / Number(denominator / a)
  }
  const inverse = 1 / (n * n)
  let power = inverse
  let sum = Math.log(n) + 0.5772156649015329 + 1 / (2 * n)
  for (const factor of [-1 / 12, 1 / 120, -1 / 252, 1 / 240]) {
    sum += power * factor
    power *= inverse
  }
  return sum
}

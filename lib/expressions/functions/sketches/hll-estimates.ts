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
  0, 1, 20.0000009437402611, 400.000396371338411, 8000.1589294602090376, 160063.6067763759638183,
  300223.7071597663452849, 600895.5933856170158833, 902016.8065120954997838, 1203588.4983199508860707,
  1505611.8245524743106216, 1808087.9449319066479802, 2111018.0231759352609515, 2414403.227014250122011,
  2718244.7282051891088486, 3022543.7025524540804327, 3327301.3299219091422856, 3632518.7942584538832307,
  3938197.2836029687896371, 4244337.9901093561202288, 4550942.1100616492331028, 4858010.8438911894336343,
  5165545.3961938973516226, 5473546.9757476449012756, 5782016.7955296505242586, 6090956.0727340159937739,
  6400366.0287892958149314, 6710247.889376200735569, 7020602.8844453142955899, 7331432.2482349723577499,
  7642737.2192891482263803, 7954519.0404754765331745, 8266778.9590033423155546, 8579518.2264420464634895,
  8892738.0987390466034412, 9206439.8362383283674717, 9520624.7036988288164139, 9835293.9703129194676876,
  10150448.9097250290215015, 10466090.8000503256917,
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
  let sum = Math.log(n) + 0.577215664901532860606512090082 + 1 / (2 * n)
  for (const factor of [-1 / 12, 1 / 120, -1 / 252, 1 / 240]) {
    sum += power * factor
    power *= inverse
  }
  return sum
}

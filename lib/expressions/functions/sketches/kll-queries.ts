/** Quantiles and ranks out of a KLL sketch, both inclusive, as Apache DataSketches answers. */
import type { KllSketch, KllValue } from './kll-sketch.ts'

/** Values ascending, and how many there are up to each. */
export interface KllView {
  readonly values: readonly KllValue[]
  readonly upTo: readonly number[]
}

export function viewOf(sketch: KllSketch): KllView {
  let sum = 0
  const weighted = sketch.weighted()
  return {
    values: weighted.map(({ value }) => value),
    upTo: weighted.map(({ weight }) => {
      sum += weight
      return sum
    }),
  }
}

/** Below so many values ranks are rounded, against ends of doubles. */
const roundedBelow = 1_000_000
const rounding = 1e7

/** The least value with at least that part of all values at or below it. @param rank 0 to 1 */
export function quantileOf({ values, upTo }: KllView, rank: number): KllValue {
  const total = upTo[upTo.length - 1] as number
  const exact = rank * total
  const natural = Math.ceil(total <= roundedBelow ? Math.floor(exact * rounding + 0.5) / rounding : exact)
  const at = upTo.findIndex((weight) => weight >= natural)
  return values[at < 0 ? (Number.isNaN(natural) ? 0 : values.length - 1) : at] as KllValue
}

/** The part of all values that are at or below a value. */
export function rankOf({ values, upTo }: KllView, value: KllValue): number {
  const above = values.findIndex((one) => one > value)
  const last = above < 0 ? values.length - 1 : above - 1
  return last < 0 ? 0 : (upTo[last] as number) / (upTo[upTo.length - 1] as number)
}

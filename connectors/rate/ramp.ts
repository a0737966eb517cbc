/** How many rows the rate source has made by a second of its life. */

export interface Ramp {
  readonly rowsPerSecond: number
  /** Seconds over which the speed rises from 0 to `rowsPerSecond`; 0 = at once. */
  readonly rampUpSeconds: number
}

/**
 * Rows made by the end of `second` (Spark's RateStreamProvider.valueAtSecond): the speed rises by `rows / (ramp + 1)`
 * each second while ramping up.
 */
export function valueAtSecond(second: number, { rowsPerSecond, rampUpSeconds }: Ramp): number {
  const delta = rampUpSeconds === 0 ? rowsPerSecond : Math.floor(rowsPerSecond / (rampUpSeconds + 1))
  if (second <= rampUpSeconds) return Math.floor((second * (second + 1) * delta) / 2)
  const ramped = rampUpSeconds === 0 ? 0 : valueAtSecond(rampUpSeconds, { rowsPerSecond, rampUpSeconds })
  return ramped + (second - rampUpSeconds) * rowsPerSecond
}

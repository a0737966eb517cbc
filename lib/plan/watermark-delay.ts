/** The delay of `withWatermark` as text. */
import { MillraceError } from '../errors.ts'
import type { Micros } from '../types/data-type.ts'
import { durationMicros, parseDuration } from '../types/time/duration.ts'

/**
 * Reads a watermark's delay: `10 seconds`, `1 hour 30 minutes`, `INTERVAL '1' DAY`. A month counts as 31 days (golden
 * `wm-month-delay`).
 *
 * @returns µs, 0 or more
 * @throws CANNOT_PARSE_INTERVAL (golden `err-wm-badtext`), or Spark's unnamed refusal of a negative delay
 */
export function watermarkDelay(text: string): Micros {
  const delay = durationMicros(parseDuration(text))
  if (delay < 0n) {
    // Spark raises a plain IllegalArgumentException here, without a condition (golden `err-wm-negative`).
    throw new MillraceError(
      'MILLRACE_NEGATIVE_DELAY',
      `requirement failed: delay threshold (${text}) should not be negative.`,
    )
  }
  return delay
}

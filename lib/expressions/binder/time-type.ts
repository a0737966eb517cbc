import { MillraceError } from '../../errors.ts'

/**
 * Functions that take or give a TIME, which a stock Spark 4.3 refuses by the type; `current_time` is not among them, it
 * runs.
 */
export const timeFunctions: ReadonlySet<string> = new Set(
  `make_time time_diff time_from_micros time_from_millis time_from_seconds time_to_micros time_to_millis
  time_to_seconds time_trunc to_time try_to_time`.split(/\s+/),
)

/** Spark's refusal of the type TIME while `spark.sql.timeType.enabled` is off, as it is unless it is set. */
export function timeTypeOff(): MillraceError {
  return new MillraceError('UNSUPPORTED_TIME_TYPE', 'The data type TIME is not supported.', { sqlState: '0A000' })
}

/** Spark's errors of datetime functions. */
import { MillraceError } from '../../../errors.ts'

/** DATETIME_OVERFLOW */
export function datetimeOverflow(detail = 'long overflow'): MillraceError {
  return new MillraceError('DATETIME_OVERFLOW', `Datetime operation overflow: ${detail}.`, { sqlState: '22008' })
}

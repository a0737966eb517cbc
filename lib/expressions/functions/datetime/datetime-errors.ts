/** Spark's errors of datetime functions. */
import { MillraceError } from '../../../errors.ts'

/** DATETIME_OVERFLOW */
export function datetimeOverflow(detail = 'long overflow'): MillraceError {
  return new MillraceError('DATETIME_OVERFLOW', `Datetime operation overflow: ${detail}.`, { sqlState: '22008' })
}

/** DATETIME_FIELD_OUT_OF_BOUNDS @param failure what is wrong, in Java's words */
export function fieldOutOfBounds(
  failure: string,
  subclass: 'WITH_SUGGESTION' | 'WITHOUT_SUGGESTION',
  alternative = 'try_make_timestamp',
): MillraceError {
  const hint =
    subclass === 'WITH_SUGGESTION' ? ` Use \`${alternative}\` to tolerate this error and return NULL instead.` : ''
  return new MillraceError(`DATETIME_FIELD_OUT_OF_BOUNDS.${subclass}`, `${failure}.${hint}`, { sqlState: '22023' })
}

import { MillraceError } from '../../errors.ts'
import type { DataType } from '../data-type.ts'
import { nanosTimestampType, timestampNtzType, timestampType } from '../types.ts'

/**
 * The timestamp type with that many digits of a second: 6 is the plain type, 7 to 9 are of nanoseconds (Spark's
 * `TimestampNTZNanosType`, `TimestampLTZNanosType`).
 *
 * @param local a wall clock's reading, TIMESTAMP_NTZ
 * @throws INVALID_TIMESTAMP_PRECISION for any other number
 */
export function timestampOf(precision: number, local: boolean): DataType {
  if (precision === 6) return local ? timestampNtzType : timestampType
  if (precision >= 7 && precision <= 9) return nanosTimestampType(precision, local)
  const name = local ? 'TIMESTAMP_NTZ' : 'TIMESTAMP_LTZ'
  throw new MillraceError(
    'INVALID_TIMESTAMP_PRECISION',
    `The seconds precision ${precision} of ${name} is invalid. Expected an integer in [7, 9] for nanosecond precision; ` +
      `use precision 6 or parameterless ${name} for the standard microsecond type.`,
    { sqlState: '22023', parameters: { precision: `${precision}`, type: name } },
  )
}

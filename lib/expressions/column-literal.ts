/** JavaScript values as typed literals. */
import { MillraceError } from '../errors.ts'
import {
  binaryType,
  booleanType,
  dateType,
  dayTimeIntervalType,
  decimalType,
  doubleType,
  intType,
  longType,
  nanosTimestampType,
  nullType,
  stringType,
  timestampNtzType,
  timestampType,
  yearMonthIntervalType,
} from '../types/types.ts'
import { Decimal } from '../types/values/decimal.ts'
import { DayTimeInterval, YearMonthInterval } from '../types/values/interval.ts'
import { LocalDate } from '../types/values/local-date.ts'
import { LocalDateTime } from '../types/values/local-date-time.ts'
import { NanosDateTime } from '../types/values/nanos-date-time.ts'
import { NanosTimestamp } from '../types/values/nanos-timestamp.ts'
import { Timestamp } from '../types/values/timestamp.ts'
import { call, literalOf } from './build.ts'
import type { Expression } from './expression.ts'

/** What `lit` takes: the values rows hold, and arrays of them. */
export type LiteralValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | Date
  | Decimal
  | LocalDate
  | LocalDateTime
  | DayTimeInterval
  | YearMonthInterval
  | readonly LiteralValue[]

/**
 * The literal of a value: whole numbers are INT (BIGINT beyond 32 bits), other numbers DOUBLE, bigints BIGINT, a Date or
 * Timestamp is TIMESTAMP, a Decimal has as many digits as it is written with, an array becomes a call of `array`.
 *
 * @throws MILLRACE_LITERAL_VALUE for anything that has no SQL type
 */
export function literal(value: LiteralValue): Expression {
  switch (typeof value) {
    case 'boolean':
      return literalOf(value, booleanType)
    case 'string':
      return literalOf(value, stringType)
    case 'bigint':
      return bigintLiteral(value)
    case 'number':
      return numberLiteral(value)
    default:
      return value === null ? literalOf(null, nullType) : objectLiteral(value)
  }
}

function bigintLiteral(value: bigint): Expression {
  if (BigInt.asIntN(64, value) === value) return literalOf(value, longType)
  return decimalLiteral(new Decimal(value, 0))
}

/** -0 is no whole number: INT cannot hold it. */
function numberLiteral(value: number): Expression {
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) return literalOf(value, doubleType)
  return (value | 0) === value ? literalOf(value, intType) : literalOf(BigInt(value), longType)
}

function decimalLiteral({ unscaled, scale }: Decimal): Expression {
  const digits = unscaled.toString().replace('-', '').length
  const precision = Math.max(digits, scale)
  if (precision > 38) {
    throw new MillraceError(
      'DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION',
      `Decimal precision ${precision} exceeds max precision 38.`,
      {
        sqlState: '22003',
      },
    )
  }
  return literalOf(unscaled, decimalType(precision, scale))
}

function objectLiteral(value: object): Expression {
  if (value instanceof NanosTimestamp) return literalOf(value.nanos, nanosTimestampType(9, false))
  if (value instanceof Timestamp) return literalOf(value.micros, timestampType)
  if (value instanceof Date && !Number.isNaN(value.getTime())) {
    return literalOf(BigInt(value.getTime()) * 1000n, timestampType)
  }
  if (value instanceof Decimal) return decimalLiteral(value)
  if (value instanceof LocalDate) return literalOf(value.days, dateType)
  if (value instanceof NanosDateTime) return literalOf(value.nanos, nanosTimestampType(9, true))
  if (value instanceof LocalDateTime) return literalOf(value.micros, timestampNtzType)
  if (value instanceof DayTimeInterval) return literalOf(value.micros, dayTimeIntervalType())
  if (value instanceof YearMonthInterval) return literalOf(value.months, yearMonthIntervalType())
  if (value instanceof Uint8Array) return literalOf(value, binaryType)
  if (Array.isArray(value)) return call('array', ...value.map((one: LiteralValue) => literal(one)))
  throw unsuitable(value)
}

function unsuitable(value: unknown): MillraceError {
  const shown = value instanceof Date ? 'an invalid Date' : typeof value === 'object' ? 'an object' : typeof value
  return new MillraceError(
    'MILLRACE_LITERAL_VALUE',
    'This value has no SQL type; give a number, bigint, string, boolean, Date, Timestamp, Decimal, Uint8Array, an ' +
      `interval, null, or an array of these, and struct(…) for a struct: ${shown}`,
  )
}

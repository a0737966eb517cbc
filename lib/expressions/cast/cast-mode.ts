/** What the families of casts share: the shape of a cast and Spark's errors. */
import { MillraceError } from '../../errors.ts'
import type { DataType, SqlValue } from '../../types/data-type.ts'
import { quoteText, typeSql } from '../../types/ddl/type-sql.ts'
import { javaDouble, javaFloat } from '../../types/number-text.ts'
import { formatDayTimeInterval, formatYearMonthInterval } from '../../types/time/interval-text.ts'
import { formatTimestamp } from '../../types/time/text.ts'
import { utc, type Zone } from '../../types/time/zone.ts'
import { doubleType, intType, longType } from '../../types/types.ts'
import { Decimal } from '../../types/values/decimal.ts'
import type { Evaluation } from '../evaluation.ts'

/** `ansi` raises where a value cannot be cast, `try` gives null there; `legacy` has rules of its own (it wraps, saturates). */
export type CastMode = 'ansi' | 'try' | 'legacy'

/** What of an Evaluation a cast may read. */
export type Clock = Pick<Evaluation, 'batchTime'>

/**
 * Casts a value that is not null.
 *
 * @param clock says which day `'03:04:05'` means: the batch's, so that it is the same when the batch runs again. Without
 *   it the machine's clock does.
 */
export type Cast = (value: SqlValue, clock?: Clock) => SqlValue

/** Two types and how strict to be. */
export interface CastPair {
  readonly from: DataType
  readonly to: DataType
  readonly mode: CastMode
}

/**
 * A value as it stands in Spark's messages: `128L`, `1.0D`, `'abc'`.
 *
 * @param zone session zone, for TIMESTAMP
 */
export function valueText(value: SqlValue, type: DataType, zone: Zone = utc): string {
  switch (type.kind) {
    case 'string':
    case 'char':
    case 'varchar':
      return quoteText(value as string)
    case 'byte':
      return `${value}Y`
    case 'short':
      return `${value}S`
    case 'long':
      return `${value}L`
    case 'float':
      return javaFloat(value as number)
    case 'double':
      return Number.isFinite(value) ? `${javaDouble(value as number)}D` : String(value)
    case 'decimal':
      return `${new Decimal(value as bigint, type.scale)}BD`
    case 'timestamp':
      return `TIMESTAMP '${formatTimestamp(value as bigint, zone)}'`
    case 'day_time_interval':
      return formatDayTimeInterval(value as bigint, type.from, type.to)
    case 'year_month_interval':
      return formatYearMonthInterval(value as number, type.from, type.to)
    default:
      return String(value)
  }
}

/** CAST_INVALID_INPUT */
export function invalidInput(value: SqlValue, from: DataType, to: DataType): MillraceError {
  const given = valueText(value, from)
  const message =
    `The value ${given} of the type "${typeSql(from)}" cannot be cast to "${typeSql(to)}" because it is malformed. ` +
    'Correct the value as per the syntax, or change its target type. ' +
    'Use `try_cast` to tolerate malformed input and return NULL instead.'
  return new MillraceError('CAST_INVALID_INPUT', message, {
    sqlState: '22018',
    parameters: { expression: given, sourceType: `"${typeSql(from)}"`, targetType: `"${typeSql(to)}"` },
  })
}

/**
 * CAST_OVERFLOW
 *
 * @param zone session zone, for TIMESTAMP
 */
export function castOverflow(value: SqlValue, from: DataType, to: DataType, zone: Zone = utc): MillraceError {
  const given = valueText(value, from, zone)
  const message =
    `The value ${given} of the type "${typeSql(from)}" cannot be cast to "${typeSql(to)}" due to an overflow. ` +
    'Use `try_cast` to tolerate overflow and return NULL instead.'
  return new MillraceError('CAST_OVERFLOW', message, {
    sqlState: '22003',
    parameters: { value: given, sourceType: `"${typeSql(from)}"`, targetType: `"${typeSql(to)}"` },
  })
}

/** CAST_OVERFLOW of a timestamp that comes from a double: Spark names the long between them. */
export function timestampOverflow(micros: number): MillraceError {
  return castOverflow(micros, doubleType, longType)
}

/** CAST_OVERFLOW of a number of years: Spark names the int it was narrowed to. */
export function yearsOverflow(years: number, to: DataType): MillraceError {
  return castOverflow(years, intType, to)
}

/** NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION of a number given as plain text. */
export function outOfRange(text: string, precision: number, scale: number): MillraceError {
  const message =
    ` ${text} cannot be represented as Decimal(${precision}, ${scale}). If necessary set "spark.sql.ansi.enabled" to ` +
    '"false" to bypass this error, and return NULL instead.'
  return new MillraceError('NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION', message, {
    sqlState: '22003',
    parameters: { value: text, precision: `${precision}`, scale: `${scale}` },
  })
}

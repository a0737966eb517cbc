/** Dates, times and intervals as the strings that JSON has for them: Spark's formatters of `JacksonGenerator`. */
import type { DataType, SqlValue } from '../../types/data-type.ts'
import { formatDayTimeInterval, formatYearMonthInterval } from '../../types/time/interval-text.ts'
import { compilePattern, type DatetimePattern } from '../../types/time/pattern.ts'
import { zone } from '../../types/time/zone.ts'
import type { JsonWriteOptions } from './options.ts'

/** Text of a value that is not null, without quotes. */
export type TextWriter = (value: SqlValue) => string

/**
 * The writer of a type whose values are strings in JSON; undefined for other types.
 *
 * @throws INVALID_DATETIME_PATTERN, INVALID_TIMEZONE
 */
export function textWriterOf(type: DataType, options: JsonWriteOptions): TextWriter | undefined {
  switch (type.kind) {
    case 'date': {
      const pattern = checked(options.dateFormat)
      return (value) => pattern.formatDate(value as number)
    }
    case 'timestamp': {
      const pattern = checked(options.timestampFormat)
      const session = zone(options.zone)
      return (value) => pattern.format(value as bigint, session)
    }
    case 'timestamp_ntz': {
      const pattern = checked(options.timestampNtzFormat)
      return (value) => pattern.formatLocal(value as bigint)
    }
    case 'day_time_interval':
      return (value) => formatDayTimeInterval(value as bigint, type.from, type.to)
    case 'year_month_interval':
      return (value) => formatYearMonthInterval(value as number, type.from, type.to)
    default:
      return undefined
  }
}

function checked(text: string): DatetimePattern {
  const pattern = compilePattern(text)
  pattern.check('format')
  return pattern
}

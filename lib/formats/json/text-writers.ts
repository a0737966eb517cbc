/** Dates, times and intervals as the strings that JSON has for them: Spark's formatters of `JacksonGenerator`. */
import type { DataType, SqlValue } from '../../types/data-type.ts'
import { formatCalendarInterval } from '../../types/time/duration.ts'
import { formatDayTimeInterval, formatYearMonthInterval } from '../../types/time/interval-text.ts'
import { microsOfNanos, nanosWithinMicro } from '../../types/time/micros-of-nanos.ts'
import { offsetId, zone } from '../../types/time/zone.ts'
import { optionPattern } from './option-pattern.ts'
import { defaultTimestampNtzFormat, type JsonWriteOptions } from './options.ts'

/** What the options say of dates and times as text. */
export type TimeWriteOptions = Pick<
  JsonWriteOptions,
  'dateFormat' | 'timestampFormat' | 'timestampNtzFormat' | 'locale' | 'zone'
>

/** Text of a value that is not null, without quotes. */
export type TextWriter = (value: SqlValue) => string

/**
 * The writer of a type whose values are strings in JSON; undefined for other types.
 *
 * @throws INVALID_DATETIME_PATTERN, INVALID_TIMEZONE
 */
export function textWriterOf(type: DataType, options: TimeWriteOptions): TextWriter | undefined {
  switch (type.kind) {
    case 'date': {
      const pattern = optionPattern(options.dateFormat, options.locale, 'format')
      return (value) => pattern.formatDate(value as number)
    }
    case 'timestamp':
      return timestampWriter(options)
    case 'timestamp_ntz':
      return localWriter(options)
    case 'timestamp_nanos': {
      const write = type.local ? localWriter(options) : timestampWriter(options)
      return (value) => write(microsOfNanos(value as bigint), nanosWithinMicro(value as bigint))
    }
    case 'day_time_interval':
      return (value) => formatDayTimeInterval(value as bigint, type.from, type.to)
    case 'year_month_interval':
      return (value) => formatYearMonthInterval(value as number, type.from, type.to)
    case 'calendar_interval':
      return (value) => {
        const [months, days, micros] = value as readonly [number, number, bigint]
        return formatCalendarInterval({ months, days, micros })
      }
    default:
      return undefined
  }
}

/** Text of microseconds, and nanoseconds within the last. */
type TimeWriter = (value: SqlValue, nanos?: number) => string

function localWriter(options: TimeWriteOptions): TimeWriter {
  const pattern = optionPattern(options.timestampNtzFormat, options.locale, 'format')
  return (value, nanos) => pattern.formatLocal(value as bigint, nanos)
}

function timestampWriter(options: TimeWriteOptions): TimeWriter {
  const session = zone(options.zone)
  if (options.timestampFormat !== undefined) {
    const pattern = optionPattern(options.timestampFormat, options.locale, 'format')
    return (value, nanos) => pattern.format(value as bigint, session, nanos)
  }
  // Without a pattern Spark shows the seconds of old local mean times, which the letters XXX do not.
  const clock = optionPattern(defaultTimestampNtzFormat, options.locale, 'format')
  return (value, nanos) => {
    const offset = session.offsetAt(value as bigint)
    return clock.formatLocal((value as bigint) + offset, nanos) + offsetId(Number(offset / 1_000_000n))
  }
}

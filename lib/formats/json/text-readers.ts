/** Strings to dates, times and intervals, with the patterns of the options or, without, as CAST reads them. */
import { MillraceError } from '../../errors.ts'
import type { DataType, SqlValue } from '../../types/data-type.ts'
import { epochDay } from '../../types/time/calendar.ts'
import { parseDayTimeInterval, parseYearMonthInterval } from '../../types/time/interval-text.ts'
import { cutNanos } from '../../types/time/micros-of-nanos.ts'
import type { DatetimePattern } from '../../types/time/pattern.ts'
import {
  parseDate,
  parseTimestamp,
  parseTimestampNanos,
  parseTimestampNtz,
  parseTimestampNtzNanos,
} from '../../types/time/text.ts'
import { zone } from '../../types/time/zone.ts'
import { optionPattern } from './option-pattern.ts'
import type { JsonReadOptions } from './options.ts'

/** What the options say of dates and times in text. */
export type TimeTextOptions = Pick<
  JsonReadOptions,
  'timestampFormat' | 'timestampNtzFormat' | 'dateFormat' | 'enableDateTimeParsingFallback' | 'locale' | 'zone'
>

/** Gives the value of a text, or undefined when it has none. */
export type TextReader = (text: string) => SqlValue | undefined

/**
 * The reader of a type that JSON writes as a string.
 *
 * @throws UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE for a type that has no reader, INVALID_TIMEZONE
 */
export function textReaderOf(type: DataType, options: TimeTextOptions): TextReader {
  switch (type.kind) {
    case 'date':
      return dateReader(options)
    case 'timestamp':
      return timestampReader(options)
    case 'timestamp_ntz':
      return timestampNtzReader(options)
    case 'timestamp_nanos': {
      const read = type.local ? localNanosReader(options) : nanosReader(options)
      return (text) => {
        const nanos = read(text)
        return nanos === undefined ? undefined : cutNanos(nanos, type.precision)
      }
    }
    case 'day_time_interval':
      return (text) => parseDayTimeInterval(text, type.from, type.to)
    case 'year_month_interval':
      return (text) => parseYearMonthInterval(text, type.from, type.to)
    default:
      throw unreadable(type)
  }
}

/** A zone is an error in a TIMESTAMP_NTZ of JSON, unlike in a cast. */
const zoneBehindTime = /:\d+:\d+(?:\.\d*)?[^\d.\0- \x7f]|:\d+:\d+(?:\.\d*)?[\0- ]+[^\0- \x7f]/

/**
 * Fallbacks are Spark's of versions before 3: they apply when no pattern is given or the option
 * `enableDateTimeParsingFallback` says so.
 */
const fallsBack = (options: TimeTextOptions, pattern: string | undefined): boolean =>
  options.enableDateTimeParsingFallback ?? pattern === undefined

/** Spark drops the letters GMT anywhere in the text before it falls back (`cleanLegacyTimestampStr`). */
const withoutGmt = (text: string): string => text.replaceAll('GMT', '')

function timestampNtzReader(options: TimeTextOptions): TextReader {
  const pattern = patternOf(options.timestampNtzFormat, options)
  if (pattern !== undefined) return (text) => pattern.parseTimestampNtz(text)
  return (text) => (zoneBehindTime.test(text) ? undefined : parseTimestampNtz(text))
}

type NanosReader = (text: string) => bigint | undefined

function localNanosReader(options: TimeTextOptions): NanosReader {
  const pattern = patternOf(options.timestampNtzFormat, options)
  if (pattern !== undefined) return (text) => pattern.parseNanos(text, undefined)
  return (text) => (zoneBehindTime.test(text) ? undefined : parseTimestampNtzNanos(text))
}

/** Without the fallback: Spark had no such timestamps then. */
function nanosReader(options: TimeTextOptions): NanosReader {
  const session = zone(options.zone)
  const pattern = patternOf(options.timestampFormat, options)
  return (text) => (pattern === undefined ? parseTimestampNanos(text, session) : pattern.parseNanos(text, session))
}

/** @throws INVALID_DATETIME_PATTERN, when the reader is made */
function patternOf(text: string | undefined, { locale }: TimeTextOptions): DatetimePattern | undefined {
  return text === undefined ? undefined : optionPattern(text, locale, 'parse')
}

function timestampReader(options: TimeTextOptions): TextReader {
  const session = zone(options.zone)
  const pattern = patternOf(options.timestampFormat, options)
  const fallback = fallsBack(options, options.timestampFormat)
  return (text) => {
    const value = pattern === undefined ? parseTimestamp(text, session) : pattern.parseTimestamp(text, session)
    if (value !== undefined || !fallback) return value
    return parseTimestamp(withoutGmt(text), session)
  }
}

function dateReader(options: TimeTextOptions): TextReader {
  const pattern = patternOf(options.dateFormat, options)
  const fallback = fallsBack(options, options.dateFormat)
  return (text) => {
    const value = fitting(pattern === undefined ? parseDate(text) : pattern.parseDate(text))
    if (value !== undefined || !fallback) return value
    return fitting(parseDate(withoutGmt(text))) ?? daysInText(text)
  }
}

/** Days beyond an INT are no date. */
const fitting = (days: number | undefined): number | undefined =>
  days === undefined || days === (days | 0) ? days : undefined

/** Spark 1.5 stored dates as numbers of days in the hybrid calendar. */
function daysInText(text: string): number | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined
  const days = Number(text)
  if (days !== (days | 0)) return undefined
  return days >= gregorianStart ? days : fromJulian(days)
}

/** 1582-10-15 */
const gregorianStart = -141_427

/** The day of the same name in the proleptic Gregorian calendar (Spark's `rebaseJulianToGregorianDays`). */
function fromJulian(days: number): number {
  // Days since 1 March of the Julian year 0, in cycles of four years.
  const shifted = days + 719_470
  const cycle = Math.floor(shifted / 1461)
  const dayOfCycle = shifted - cycle * 1461
  const yearOfCycle = Math.min(3, Math.floor(dayOfCycle / 365))
  const dayOfYear = dayOfCycle - yearOfCycle * 365
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
  return epochDay(cycle * 4 + yearOfCycle + (month <= 2 ? 1 : 0), month, day)
}

function unreadable(type: DataType): MillraceError {
  const name = type.kind.toUpperCase()
  return new MillraceError(
    'UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE',
    `The JSON datasource doesn't support the type "${name}". Choose a different data type or read the column as STRING.`,
    { sqlState: '0A000', parameters: { format: 'JSON', columnType: name } },
  )
}

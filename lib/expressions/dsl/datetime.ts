/** Dates and times: Spark's functions, under its names in camelCase. Text arguments are values, columns are `col('name')`. */
import type {
  DateT,
  DayTimeIntervalT,
  DoubleT,
  IntT,
  LongT,
  StringT,
  TimestampNtzT,
  TimestampT,
  UnknownT,
  YearMonthIntervalT,
} from '../../types/typed/type-tags.ts'
import type { Column, Operand } from '../column.ts'
import { callOf } from './call-of.ts'

/** The time of the batch, the same for all its rows and when it runs again. */
export function currentTimestamp(): Column<TimestampT, never> {
  return callOf('current_timestamp')
}

/** The time of the batch, the same for all its rows and when it runs again. */
export function now(): Column<TimestampT, never> {
  return callOf('current_timestamp')
}

/** The day of the time of the batch in the session zone. */
export function currentDate(): Column<DateT, never> {
  return callOf('current_date')
}

/** The time of the batch as a clock in the session zone shows it. */
export function localtimestamp(): Column<TimestampNtzT, never> {
  return callOf('localtimestamp')
}

/** The id of the session zone. */
export function currentTimezone(): Column<StringT, never> {
  return callOf('current_timezone')
}

/** A TIMESTAMP read from text, by the rules of CAST or a pattern. */
export function toTimestamp<M extends string = never>(value: Operand<M>, format?: Operand<M>): Column<TimestampT, M> {
  return callOf('to_timestamp', value, format)
}

/** Like `to_timestamp`, but null for what cannot be read. */
export function tryToTimestamp<M extends string = never>(
  value: Operand<M>,
  format?: Operand<M>,
): Column<TimestampT, M> {
  return callOf('try_to_timestamp', value, format)
}

/** A TIMESTAMP_NTZ read from text, by the rules of CAST or a pattern. */
export function toTimestampNtz<M extends string = never>(
  value: Operand<M>,
  format?: Operand<M>,
): Column<TimestampNtzT, M> {
  return callOf('to_timestamp_ntz', value, format)
}

/** A DATE read from text, by the rules of CAST or a pattern. */
export function toDate<M extends string = never>(value: Operand<M>, format?: Operand<M>): Column<DateT, M> {
  return callOf('to_date', value, format)
}

/** Like `to_date`, but null for what cannot be read. */
export function tryToDate<M extends string = never>(value: Operand<M>, format?: Operand<M>): Column<DateT, M> {
  return callOf('try_to_date', value, format)
}

/** A timestamp as text by a pattern. */
export function dateFormat<M extends string = never>(time: Operand<M>, format: Operand<M>): Column<StringT, M> {
  return callOf('date_format', time, format)
}

/** Seconds from 1970 to a time, or a text read by a pattern; of the batch without arguments. */
export function unixTimestamp<M extends string = never>(value?: Operand<M>, format?: Operand<M>): Column<LongT, M> {
  return callOf('unix_timestamp', value, format)
}

/** Seconds from 1970 to a time, or a text read by a pattern. */
export function toUnixTimestamp<M extends string = never>(value: Operand<M>, format?: Operand<M>): Column<LongT, M> {
  return callOf('to_unix_timestamp', value, format)
}

/** Seconds since 1970 as text by a pattern. */
export function fromUnixtime<M extends string = never>(seconds: Operand<M>, format?: Operand<M>): Column<StringT, M> {
  return callOf('from_unixtime', seconds, format)
}

/** The timestamp a number of seconds, with fraction perhaps, after 1970. */
export function timestampSeconds<M extends string = never>(seconds: Operand<M>): Column<TimestampT, M> {
  return callOf('timestamp_seconds', seconds)
}

/** The timestamp a number of milliseconds after 1970. */
export function timestampMillis<M extends string = never>(millis: Operand<M>): Column<TimestampT, M> {
  return callOf('timestamp_millis', millis)
}

/** The timestamp a number of microseconds after 1970. */
export function timestampMicros<M extends string = never>(micros: Operand<M>): Column<TimestampT, M> {
  return callOf('timestamp_micros', micros)
}

/** Whole seconds from 1970 to a timestamp. */
export function unixSeconds<M extends string = never>(time: Operand<M>): Column<LongT, M> {
  return callOf('unix_seconds', time)
}

/** Whole milliseconds from 1970 to a timestamp. */
export function unixMillis<M extends string = never>(time: Operand<M>): Column<LongT, M> {
  return callOf('unix_millis', time)
}

/** Microseconds from 1970 to a timestamp. */
export function unixMicros<M extends string = never>(time: Operand<M>): Column<LongT, M> {
  return callOf('unix_micros', time)
}

/** Days from 1970-01-01 to a date. */
export function unixDate<M extends string = never>(date: Operand<M>): Column<IntT, M> {
  return callOf('unix_date', date)
}

/** The date a number of days after 1970-01-01. */
export function dateFromUnixDate<M extends string = never>(days: Operand<M>): Column<DateT, M> {
  return callOf('date_from_unix_date', days)
}

/** The beginning of the unit a timestamp lies in; null for a unit that there is not. */
export function dateTrunc<M extends string = never>(unit: Operand<M>, time: Operand<M>): Column<TimestampT, M> {
  return callOf('date_trunc', unit, time)
}

/** The first day of the year, quarter, month or week of a date; null for another unit. */
export function trunc<M extends string = never>(date: Operand<M>, unit: Operand<M>): Column<DateT, M> {
  return callOf('trunc', date, unit)
}

/** The date a number of days later. */
export function dateAdd<M extends string = never>(date: Operand<M>, days: Operand<M>): Column<DateT, M> {
  return callOf('date_add', date, days)
}

/** The date a number of days earlier. */
export function dateSub<M extends string = never>(date: Operand<M>, days: Operand<M>): Column<DateT, M> {
  return callOf('date_sub', date, days)
}

/** Days from the second date to the first. */
export function datediff<M extends string = never>(end: Operand<M>, start: Operand<M>): Column<IntT, M> {
  return callOf('datediff', end, start)
}

/** The date a number of months later; a day that the month does not have becomes its last one. */
export function addMonths<M extends string = never>(date: Operand<M>, months: Operand<M>): Column<DateT, M> {
  return callOf('add_months', date, months)
}

/** Months from the second timestamp to the first, as a fraction of 31 days; rounded to 8 digits unless told not to. */
export function monthsBetween<M extends string = never>(
  end: Operand<M>,
  start: Operand<M>,
  roundOff?: Operand<M>,
): Column<DoubleT, M> {
  return callOf('months_between', end, start, roundOff)
}

/** The last day of the month of a date. */
export function lastDay<M extends string = never>(date: Operand<M>): Column<DateT, M> {
  return callOf('last_day', date)
}

/** The first day behind a date that is a given day of the week. */
export function nextDay<M extends string = never>(date: Operand<M>, dayOfWeek: Operand<M>): Column<DateT, M> {
  return callOf('next_day', date, dayOfWeek)
}

/** The hour of a timestamp, 0 to 23. */
export function hour<M extends string = never>(time: Operand<M>): Column<IntT, M> {
  return callOf('hour', time)
}

/** The minute of a timestamp. */
export function minute<M extends string = never>(time: Operand<M>): Column<IntT, M> {
  return callOf('minute', time)
}

/** The second of a timestamp. */
export function second<M extends string = never>(time: Operand<M>): Column<IntT, M> {
  return callOf('second', time)
}

/** The day of the week of a date: 1 Sunday to 7 Saturday. */
export function dayofweek<M extends string = never>(date: Operand<M>): Column<IntT, M> {
  return callOf('dayofweek', date)
}

/** The day of the week of a date: 0 Monday to 6 Sunday. */
export function weekday<M extends string = never>(date: Operand<M>): Column<IntT, M> {
  return callOf('weekday', date)
}

/** The day of the year of a date, 1 to 366. */
export function dayofyear<M extends string = never>(date: Operand<M>): Column<IntT, M> {
  return callOf('dayofyear', date)
}

/** The day of the month of a date. */
export function dayofmonth<M extends string = never>(date: Operand<M>): Column<IntT, M> {
  return callOf('day', date)
}

/** The day of the month of a date. */
export function day<M extends string = never>(date: Operand<M>): Column<IntT, M> {
  return callOf('day', date)
}

/** The month of a date, 1 to 12. */
export function month<M extends string = never>(date: Operand<M>): Column<IntT, M> {
  return callOf('month', date)
}

/** The quarter of a date, 1 to 4. */
export function quarter<M extends string = never>(date: Operand<M>): Column<IntT, M> {
  return callOf('quarter', date)
}

/** The year of a date. */
export function year<M extends string = never>(date: Operand<M>): Column<IntT, M> {
  return callOf('year', date)
}

/** The ISO week of a date, 1 to 53. */
export function weekofyear<M extends string = never>(date: Operand<M>): Column<IntT, M> {
  return callOf('weekofyear', date)
}

/** The first three letters of the name of the month of a date. */
export function monthname<M extends string = never>(date: Operand<M>): Column<StringT, M> {
  return callOf('monthname', date)
}

/** The first three letters of the name of the weekday of a date. */
export function dayname<M extends string = never>(date: Operand<M>): Column<StringT, M> {
  return callOf('dayname', date)
}

/** A field of a date, timestamp or interval by its name. */
export function extract<M extends string = never>(field: Operand<M>, source: Operand<M>): Column<UnknownT, M> {
  return callOf('extract', field, source)
}

/** A field of a date, timestamp or interval by its name. */
export function datePart<M extends string = never>(field: Operand<M>, source: Operand<M>): Column<UnknownT, M> {
  return callOf('extract', field, source)
}

/** The date of a year, month and day. */
export function makeDate<M extends string = never>(
  year: Operand<M>,
  month: Operand<M>,
  day: Operand<M>,
): Column<DateT, M> {
  return callOf('make_date', year, month, day)
}

/** The timestamp of a year, month, day, hour, minute and second, in a zone. */
export function makeTimestamp<M extends string = never>(
  years: Operand<M>,
  months: Operand<M>,
  days: Operand<M>,
  hours: Operand<M>,
  mins: Operand<M>,
  secs: Operand<M>,
  timezone?: Operand<M>,
): Column<TimestampT, M> {
  return callOf('make_timestamp', years, months, days, hours, mins, secs, timezone)
}

/** Like `make_timestamp`, but null for fields out of range. */
export function tryMakeTimestamp<M extends string = never>(
  years: Operand<M>,
  months: Operand<M>,
  days: Operand<M>,
  hours: Operand<M>,
  mins: Operand<M>,
  secs: Operand<M>,
  timezone?: Operand<M>,
): Column<TimestampT, M> {
  return callOf('try_make_timestamp', years, months, days, hours, mins, secs, timezone)
}

/** A timestamp read as UTC, moved to what a clock in a zone then shows. */
export function fromUtcTimestamp<M extends string = never>(
  time: Operand<M>,
  timezone: Operand<M>,
): Column<TimestampT, M> {
  return callOf('from_utc_timestamp', time, timezone)
}

/** A timestamp read as what a clock in a zone shows, moved to UTC. */
export function toUtcTimestamp<M extends string = never>(
  time: Operand<M>,
  timezone: Operand<M>,
): Column<TimestampT, M> {
  return callOf('to_utc_timestamp', time, timezone)
}

/** What a clock in the second zone shows when one in the first (else the session zone) shows a time. */
export function convertTimezone<M extends string = never>(
  from: Operand<M>,
  to: Operand<M>,
  time: Operand<M>,
): Column<TimestampNtzT, M> {
  return callOf('convert_timezone', from, to, time)
}

/** A timestamp moved by a number of units. */
export function timestampAdd<M extends string = never>(
  unit: Operand<M>,
  quantity: Operand<M>,
  time: Operand<M>,
): Column<UnknownT, M> {
  return callOf('timestampadd', unit, quantity, time)
}

/** Whole units from one timestamp to another. */
export function timestampDiff<M extends string = never>(
  unit: Operand<M>,
  start: Operand<M>,
  end: Operand<M>,
): Column<LongT, M> {
  return callOf('timestampdiff', unit, start, end)
}

/** An INTERVAL DAY TO SECOND of days, hours, minutes and seconds. */
export function makeDtInterval<M extends string = never>(
  days?: Operand<M>,
  hours?: Operand<M>,
  mins?: Operand<M>,
  secs?: Operand<M>,
): Column<DayTimeIntervalT, M> {
  return callOf('make_dt_interval', days, hours, mins, secs)
}

/** An INTERVAL YEAR TO MONTH of years and months. */
export function makeYmInterval<M extends string = never>(
  years?: Operand<M>,
  months?: Operand<M>,
): Column<YearMonthIntervalT, M> {
  return callOf('make_ym_interval', years, months)
}

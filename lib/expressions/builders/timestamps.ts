/** Builders of functions of timestamps, zones and day-time intervals. */
import type {
  DayTimeIntervalT,
  DecimalT,
  LongT,
  StringT,
  TimestampNtzT,
  TimestampT,
  UnknownT,
} from '../../types/typed/type-tags.ts'
import type { Column } from '../column.ts'
import {
  argument,
  type ColumnArgument,
  callOf,
  type NamesOf,
  type OptionalArgument,
  oneOrTwo,
  type Parameter,
  unary,
  value,
  withOption,
  withValue,
} from './builder.ts'

/** The time of the batch, the same for all its rows and when it runs again. */
export function currentTimestamp(): Column<TimestampT, never> {
  return callOf('current_timestamp')
}

/** The time of the batch, the same for all its rows and when it runs again. */
export function now(): Column<TimestampT, never> {
  return callOf('now')
}

/** The time of the batch as a clock in the session zone shows it. */
export function localtimestamp(): Column<TimestampNtzT, never> {
  return callOf('localtimestamp')
}

/** The id of the session zone. */
export function currentTimezone(): Column<StringT, never> {
  return callOf('current_timezone')
}

/** A TIMESTAMP read from text, by the rules of CAST or a pattern; raises when it is none (ANSI). */
export const toTimestamp = withOption<TimestampT, string>('to_timestamp')

/** Like `toTimestamp`; the pattern is a column: `lit('yyyy-MM-dd')`. */
export const toTimestampLtz = oneOrTwo<TimestampT>('to_timestamp_ltz')

/** A TIMESTAMP_NTZ read from text, by the rules of CAST or a pattern, a column too: `lit('yyyy-MM-dd')`. */
export const toTimestampNtz = oneOrTwo<TimestampNtzT>('to_timestamp_ntz')

/** Like `toTimestamp`, but null for what cannot be read; the pattern is a column: `lit('yyyy-MM-dd')`. */
export const tryToTimestamp = oneOrTwo<TimestampT>('try_to_timestamp')

/** A timestamp as text by a pattern (`yyyy-MM-dd HH:mm:ss`). */
export const dateFormat = withValue<StringT, string>('date_format')

/** Seconds from 1970 to a time, or to that of a text read by a pattern; to the time of the batch without arguments. */
export function unixTimestamp<const N extends OptionalArgument = never, M extends string = never>(
  column?: N,
  format?: Parameter<string, M>,
): Column<LongT, NamesOf<N> | M> {
  return callOf('unix_timestamp', argument(column), value(format))
}

/** Seconds from 1970 to a time, or to that of a text read by a pattern, a column too: `lit('yyyy-MM-dd')`. */
export const toUnixTimestamp = oneOrTwo<LongT>('to_unix_timestamp')

/** Seconds since 1970 as text in the session zone, by a pattern. */
export function fromUnixtime<const N extends ColumnArgument, M extends string = never>(
  column: N,
  format: Parameter<string, M> = 'yyyy-MM-dd HH:mm:ss',
): Column<StringT, NamesOf<N> | M> {
  return callOf('from_unixtime', argument(column), value(format))
}

/** The TIMESTAMP of seconds, with fraction perhaps, since 1970. */
export const timestampSeconds = unary<TimestampT>()('timestamp_seconds')

/** The TIMESTAMP of milliseconds since 1970. */
export const timestampMillis = unary<TimestampT>()('timestamp_millis')

/** The TIMESTAMP of microseconds since 1970. */
export const timestampMicros = unary<TimestampT>()('timestamp_micros')

/** The TIMESTAMP_LTZ(9) of nanoseconds since 1970, where `spark.sql.timestampNanosTypes.enabled` is on. */
export const timestampNanos = unary<TimestampT>()('timestamp_nanos')

/** Whole seconds from 1970 to a timestamp, rounded down. */
export const unixSeconds = unary<LongT>()('unix_seconds')

/** Whole milliseconds from 1970 to a timestamp, rounded down. */
export const unixMillis = unary<LongT>()('unix_millis')

/** Microseconds from 1970 to a timestamp. */
export const unixMicros = unary<LongT>()('unix_micros')

/** Nanoseconds from 1970 to a timestamp of nanoseconds. */
export const unixNanos = unary<DecimalT>()('unix_nanos')

/** The beginning of the unit a timestamp lies in: `minute`, `hour`, `day`, `week`, `month`, …; null for no such unit. */
export function dateTrunc<const N extends ColumnArgument, M extends string = never>(
  unit: Parameter<string, M>,
  column: N,
): Column<TimestampT, NamesOf<N> | M> {
  return callOf('date_trunc', value(unit), argument(column))
}

/** A timestamp moved by a number of units (`minute`, `day`, `month`, …). */
export function timestampAdd<const N extends ColumnArgument, const M extends ColumnArgument>(
  unit: Parameter<string>,
  quantity: N,
  column: M,
): Column<UnknownT, NamesOf<N> | NamesOf<M>> {
  return callOf('timestampadd', value(unit), argument(quantity), argument(column))
}

/** Whole units (`minute`, `day`, `month`, …) from one timestamp to another. */
export function timestampDiff<const N extends ColumnArgument, const M extends ColumnArgument>(
  unit: Parameter<string>,
  start: N,
  end: M,
): Column<LongT, NamesOf<N> | NamesOf<M>> {
  return callOf('timestampdiff', value(unit), argument(start), argument(end))
}

/** A timestamp read as UTC, moved to what a clock in a zone (`Europe/Paris`, `+02:00`) then shows. */
export const fromUtcTimestamp = withValue<TimestampT, string>('from_utc_timestamp')

/** A timestamp read as what a clock in a zone (`Europe/Paris`, `+02:00`) shows, moved to UTC. */
export const toUtcTimestamp = withValue<TimestampT, string>('to_utc_timestamp')

/** What a clock in the second zone shows when one in the first (undefined: the session zone) shows a time. */
export function convertTimezone<const N extends ColumnArgument, M extends string = never, O extends string = never>(
  from: Parameter<string, M> | undefined,
  to: Parameter<string, O>,
  column: N,
): Column<TimestampNtzT, NamesOf<N> | M | O> {
  return callOf('convert_timezone', value(from), value(to), argument(column))
}

/** The TIMESTAMP of a year, month, day, hour, minute, second (with fraction perhaps) and perhaps a column of zones. */
export const makeTimestamp = making('make_timestamp')

/** The TIMESTAMP of a year, month, day, hour, minute, second (with fraction perhaps) and perhaps a column of zones. */
export const makeTimestampLtz = making('make_timestamp_ltz')

/** Like `makeTimestamp`, but null for fields out of range. */
export const tryMakeTimestamp = making('try_make_timestamp')

/** Like `makeTimestamp`, but null for fields out of range. */
export const tryMakeTimestampLtz = making('try_make_timestamp_ltz')

/** An INTERVAL DAY TO SECOND of days, hours, minutes and seconds (with fraction perhaps). */
export function makeDtInterval<
  const N extends OptionalArgument = never,
  const M extends OptionalArgument = never,
  const O extends OptionalArgument = never,
  const P extends OptionalArgument = never,
>(
  days?: N,
  hours?: M,
  minutes?: O,
  seconds?: P,
): Column<DayTimeIntervalT, NamesOf<N> | NamesOf<M> | NamesOf<O> | NamesOf<P>> {
  return callOf('make_dt_interval', ...[days, hours, minutes, seconds].map((column) => argument(column ?? 0)))
}

/** Years, months, days, hours, minutes, seconds and perhaps a zone. */
type Fields = readonly [
  years: ColumnArgument,
  months: ColumnArgument,
  days: ColumnArgument,
  hours: ColumnArgument,
  minutes: ColumnArgument,
  seconds: ColumnArgument,
  timezone?: ColumnArgument,
]

function making(name: string) {
  return <const A extends Fields>(...fields: A): Column<TimestampT, NamesOf<A[number]>> =>
    callOf(name, ...fields.map((column) => argument(column)))
}

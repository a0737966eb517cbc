/** Builders of date and time functions. */
import type { DateT, IntT, LongT, StringT, TimestampT } from '../../types/typed/type-tags.ts'
import type { Column, Operand } from '../column.ts'
import { argument, type ColumnArgument, callOf, type Needs, unary, value } from './builder.ts'

/** The batch's time: the same for all rows of a micro-batch, and in a re-run of it. */
export function currentTimestamp(): Column<TimestampT, never> {
  return callOf('current_timestamp')
}

/** The batch's date in the session's zone. */
export function currentDate(): Column<DateT, never> {
  return callOf('current_date')
}

/** A TIMESTAMP of a text; raises when it is none (ANSI). */
export function toTimestamp<const N extends string>(
  column: ColumnArgument<N>,
  format?: string,
): Column<TimestampT, Needs<N>> {
  return callOf('to_timestamp', argument(column), ...(format === undefined ? [] : [value(format)]))
}

/** A DATE of a text or timestamp; raises when it is none (ANSI). */
export function toDate<const N extends string>(column: ColumnArgument<N>, format?: string): Column<DateT, Needs<N>> {
  return callOf('to_date', argument(column), ...(format === undefined ? [] : [value(format)]))
}

/** Cut off below a unit: `minute`, `hour`, `day`, `week`, `month`, `year`, … */
export function dateTrunc<const N extends string>(
  unit: string,
  column: ColumnArgument<N>,
): Column<TimestampT, Needs<N>> {
  return callOf('date_trunc', value(unit), argument(column))
}

/** By a pattern of Java’s DateTimeFormatter. */
export function dateFormat<const N extends string>(
  column: ColumnArgument<N>,
  format: string,
): Column<StringT, Needs<N>> {
  return callOf('date_format', argument(column), value(format))
}

/** Seconds since 1970 as text in the session’s zone. */
export function fromUnixtime<const N extends string>(
  column: ColumnArgument<N>,
  format: string = 'yyyy-MM-dd HH:mm:ss',
): Column<StringT, Needs<N>> {
  return callOf('from_unixtime', argument(column), value(format))
}

/** Days later. */
export function dateAdd<const N extends string, M extends string = never>(
  column: ColumnArgument<N>,
  days: Operand<M>,
): Column<DateT, Needs<N> | M> {
  return callOf('date_add', argument(column), value(days))
}

/** Days earlier. */
export function dateSub<const N extends string, M extends string = never>(
  column: ColumnArgument<N>,
  days: Operand<M>,
): Column<DateT, Needs<N> | M> {
  return callOf('date_sub', argument(column), value(days))
}

/** Months later. */
export function addMonths<const N extends string, M extends string = never>(
  column: ColumnArgument<N>,
  months: Operand<M>,
): Column<DateT, Needs<N> | M> {
  return callOf('add_months', argument(column), value(months))
}

/** Days from start to end. */
export function datediff<const N extends string, const M extends string>(
  end: ColumnArgument<N>,
  start: ColumnArgument<M>,
): Column<IntT, Needs<N> | Needs<M>> {
  return callOf('datediff', argument(end), argument(start))
}

/** The year. */
export const year = unary<IntT>()('year')

/** The month, 1 to 12. */
export const month = unary<IntT>()('month')

/** The quarter, 1 to 4. */
export const quarter = unary<IntT>()('quarter')

/** The day of the month. */
export const dayofmonth = unary<IntT>()('dayofmonth')

/** 1 Sunday to 7 Saturday. */
export const dayofweek = unary<IntT>()('dayofweek')

/** The day of the year. */
export const dayofyear = unary<IntT>()('dayofyear')

/** The week by ISO 8601. */
export const weekofyear = unary<IntT>()('weekofyear')

/** The hour in the session’s zone. */
export const hour = unary<IntT>()('hour')

/** The minute. */
export const minute = unary<IntT>()('minute')

/** The second. */
export const second = unary<IntT>()('second')

/** Seconds since 1970. */
export const unixTimestamp = unary<LongT>()('unix_timestamp')

/** Seconds since 1970, rounded down. */
export const unixSeconds = unary<LongT>()('unix_seconds')

/** Milliseconds since 1970, rounded down. */
export const unixMillis = unary<LongT>()('unix_millis')

/** Microseconds since 1970. */
export const unixMicros = unary<LongT>()('unix_micros')

/** The TIMESTAMP of seconds since 1970. */
export const timestampSeconds = unary<TimestampT>()('timestamp_seconds')

/** The TIMESTAMP of milliseconds since 1970. */
export const timestampMillis = unary<TimestampT>()('timestamp_millis')

/** The TIMESTAMP of microseconds since 1970. */
export const timestampMicros = unary<TimestampT>()('timestamp_micros')

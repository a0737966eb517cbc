/** Builders of functions of dates, and of the fields of dates and timestamps. */
import type { DateT, DoubleT, IntT, StringT, UnknownT, YearMonthIntervalT } from '../../types/typed/type-tags.ts'
import type { Column } from '../column.ts'
import {
  argument,
  binary,
  type ColumnArgument,
  callOf,
  type NamesOf,
  type OptionalArgument,
  type Parameter,
  ternary,
  unary,
  value,
  withOption,
  withValue,
} from './builder.ts'

/** The day of the time of the batch in the session zone. */
export function currentDate(): Column<DateT, never> {
  return callOf('current_date')
}

/** The day of the time of the batch in the session zone. */
export function curdate(): Column<DateT, never> {
  return callOf('curdate')
}

/** A DATE read from text, by the rules of CAST or a pattern (`dd.MM.yyyy`); raises when it is none (ANSI). */
export const toDate = withOption<DateT, string>('to_date')

/** Like `toDate`, but null for what cannot be read. */
export const tryToDate = withOption<DateT, string>('try_to_date')

/** The date of a year, month and day. */
export const makeDate = ternary<DateT>('make_date')

/** The date a number of days after 1970-01-01. */
export const dateFromUnixDate = unary<DateT>()('date_from_unix_date')

/** Days from 1970-01-01 to a date. */
export const unixDate = unary<IntT>()('unix_date')

/** The date so many days later: a number, or a column of them. */
export const dateAdd = binary<DateT>('date_add')

/** The date so many days later: a number, or a column of them. */
export const dateadd = binary<DateT>('dateadd')

/** The date so many days earlier: a number, or a column of them. */
export const dateSub = binary<DateT>('date_sub')

/** Days to the first date from the second. */
export const datediff = binary<IntT>('datediff')

/** Days to the first date from the second. */
export const dateDiff = binary<IntT>('date_diff')

/** The date so many months later; a day that the month does not have becomes its last one. */
export const addMonths = binary<DateT>('add_months')

/** Months to the first timestamp from the second, in fractions of 31 days; rounded to 8 digits unless told not to. */
export function monthsBetween<const N extends ColumnArgument, const M extends ColumnArgument>(
  end: N,
  start: M,
  roundOff?: Parameter<boolean>,
): Column<DoubleT, NamesOf<N> | NamesOf<M>> {
  return callOf('months_between', argument(end), argument(start), value(roundOff))
}

/** The last day of the month of a date. */
export const lastDay = unary<DateT>()('last_day')

/** The first day behind a date that is a given day of the week (`Mon`). */
export const nextDay = withValue<DateT, string>('next_day')

/** The first day of the unit a date lies in: `year`, `quarter`, `month` or `week`; null for another. */
export const trunc = withValue<DateT, string>('trunc')

/** The year. */
export const year = unary<IntT>()('year')

/** The quarter, 1 to 4. */
export const quarter = unary<IntT>()('quarter')

/** The month, 1 to 12. */
export const month = unary<IntT>()('month')

/** The ISO week, 1 to 53. */
export const weekofyear = unary<IntT>()('weekofyear')

/** The day of the month. */
export const day = unary<IntT>()('day')

/** The day of the month. */
export const dayofmonth = unary<IntT>()('dayofmonth')

/** The day of the year, 1 to 366. */
export const dayofyear = unary<IntT>()('dayofyear')

/** The day of the week, 1 Sunday to 7 Saturday. */
export const dayofweek = unary<IntT>()('dayofweek')

/** The day of the week, 0 Monday to 6 Sunday. */
export const weekday = unary<IntT>()('weekday')

/** The first three letters of the name of the month. */
export const monthname = unary<StringT>()('monthname')

/** The first three letters of the name of the day of the week. */
export const dayname = unary<StringT>()('dayname')

/** The hour of a timestamp in the session zone, 0 to 23. */
export const hour = unary<IntT>()('hour')

/** The minute of a timestamp. */
export const minute = unary<IntT>()('minute')

/** The second of a timestamp, without its fraction. */
export const second = unary<IntT>()('second')

/** A field (`year`, `week`, `second`) of a date, timestamp or interval. */
export const extract = extraction('extract')

/** A field (`year`, `week`, `second`) of a date, timestamp or interval. */
export const datePart = extraction('date_part')

/** A field (`year`, `week`, `second`) of a date, timestamp or interval. */
export const datepart = extraction('datepart')

/** An INTERVAL YEAR TO MONTH of years and months. */
export function makeYmInterval<const N extends OptionalArgument = never, const M extends OptionalArgument = never>(
  years?: N,
  months?: M,
): Column<YearMonthIntervalT, NamesOf<N> | NamesOf<M>> {
  return callOf('make_ym_interval', argument(years ?? 0), argument(months ?? 0))
}

function extraction(name: string) {
  return <const N extends ColumnArgument>(field: Parameter<string>, source: N): Column<UnknownT, NamesOf<N>> =>
    callOf(name, value(field), argument(source))
}

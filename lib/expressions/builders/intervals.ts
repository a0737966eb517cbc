/** Builders of calendar intervals, buckets of time and times without a zone. */
import type { TimestampNtzT, UnknownT } from '../../types/typed/type-tags.ts'
import type { Column } from '../column.ts'
import { argument, type ColumnArgument, callOf, type NamesOf, type OptionalArgument, value } from './builder.ts'

/** The names that any of some arguments needs. */
type NamesOfAll<A extends readonly OptionalArgument[]> = NamesOf<A[number]>

type IntervalParts = readonly [
  years?: ColumnArgument,
  months?: ColumnArgument,
  weeks?: ColumnArgument,
  days?: ColumnArgument,
  hours?: ColumnArgument,
  minutes?: ColumnArgument,
  seconds?: ColumnArgument,
]

function interval(name: string) {
  return <const A extends IntervalParts>(...parts: A): Column<UnknownT, NamesOfAll<A>> =>
    callOf(name, ...parts.map((part) => argument(part ?? 0)))
}

/** A calendar INTERVAL of years, months, weeks, days, hours, minutes and seconds (with fraction perhaps). */
export const makeInterval = interval('make_interval')

/** Like `makeInterval`, but null on overflow. */
export const tryMakeInterval = interval('try_make_interval')

/**
 * The start of the bucket that a timestamp is in.
 *
 * @param size an interval: `lit(new DayTimeInterval(900_000_000n))`, `expr("INTERVAL '15' MINUTE")`
 * @param origin where buckets are counted from, of the timestamp's type; 1970 unless given
 */
export function timeBucket<const A extends ColumnArgument>(
  size: Column | string,
  time: A,
  origin?: Column | string,
): Column<UnknownT, NamesOf<A>> {
  return callOf('time_bucket', value(size), argument(time), value(origin))
}

type Fields = readonly [
  years: ColumnArgument,
  months: ColumnArgument,
  days: ColumnArgument,
  hours: ColumnArgument,
  minutes: ColumnArgument,
  seconds: ColumnArgument,
]

function making(name: string) {
  return <const A extends Fields>(...fields: A): Column<TimestampNtzT, NamesOfAll<A>> =>
    callOf(name, ...fields.map((one) => argument(one)))
}

/** The time without a zone of a year, month, day, hour, minute and second (with fraction perhaps). */
export const makeTimestampNtz = making('make_timestamp_ntz')

/** Like `makeTimestampNtz`, but null for fields out of range. */
export const tryMakeTimestampNtz = making('try_make_timestamp_ntz')

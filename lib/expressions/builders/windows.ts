/** Builders of time windows, for `groupBy`, `select` and wherever a column may stand. */
import type { Derived, Ref, Type, UnknownT } from '../../types/typed/type-tags.ts'
import { call } from '../build.ts'
import { Column } from '../column.ts'
import { argument, type NamesOf, type Needs, type Parameter, value } from './builder.ts'

/** The type of a column argument, as far as the compiler can find it. */
type TypeOf<A> = A extends string
  ? [Needs<A>] extends [never]
    ? UnknownT
    : Ref<A>
  : A extends Column<infer D>
    ? D
    : UnknownT

/** A time, by its column's name or as a column. */
type Time = string | Column

/**
 * Windows of a width that a time is in: `window('time', '10 minutes')`. Rows without a time are left out.
 *
 * @param width of a window; not in months
 * @param slide from one window's start to the next's: shorter than the width, and a row is in several windows
 * @param start how far the windows are moved from 1970-01-01T00:00:00Z; negative lengths move them back
 */
export function window<const A extends Time>(
  time: A,
  width: string,
  slide?: string,
  start?: string,
): Column<Derived<'window', TypeOf<A>>, NamesOf<A>, 'window'> {
  // As Spark's builders: a start without a slide is not there, a slide stands before it.
  const lengths = [width, slide ?? (start === undefined ? undefined : width), start]
  return new Column(
    call('window', argument(time), ...lengths.flatMap((one) => (one === undefined ? [] : [value(one)]))),
  )
}

/**
 * Sessions of a key: rows that follow each other within a gap. Only among the keys of an aggregation sessions grow together.
 *
 * @param gap a length, or a column of lengths, `expr("CASE WHEN kind = 'x' THEN '5 seconds' ELSE '1 minute' END")`
 */
export function sessionWindow<const A extends Time, M extends string = never>(
  time: A,
  gap: Parameter<string, M>,
): Column<Derived<'window', TypeOf<A>>, NamesOf<A> | M, 'session_window'> {
  return new Column(call('session_window', argument(time), value(gap)))
}

/** The event time of a window's column: a microsecond before its end, so that windows can be made of windows. */
export function windowTime<const N extends string>(
  column: N,
): Column<Derived<'end', TypeOf<N>>, Needs<N>, `window_time(${N})`>
export function windowTime<D extends Type, M extends string>(column: Column<D, M>): Column<Derived<'end', D>, M>
export function windowTime(column: Time): Column<never, never, never> {
  return new Column(call('window_time', argument(column)))
}

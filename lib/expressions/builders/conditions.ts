/** Builders of conditions, fallbacks for null, errors, and any function by its name. */
import type { BooleanT, StringT, UnknownT } from '../../types/typed/type-tags.ts'
import type { Column } from '../column.ts'
import {
  argument,
  binary,
  type ColumnArgument,
  callOf,
  type NamesOf,
  one,
  type Parameter,
  ternary,
  unary,
  value,
  variadic,
  withOption,
} from './builder.ts'

/** The first value that is not null. */
export const coalesce = variadic<UnknownT>('coalesce')

/** The first value, or the second when it is null. */
export const nvl = binary<UnknownT>('nvl')

/** The first value, or the second when it is null. */
export const ifnull = binary<UnknownT>('ifnull')

/** The second value when the first is not null, else the third. */
export const nvl2 = ternary<UnknownT>('nvl2')

/** The first value, or null when it equals the second. */
export const nullif = binary<UnknownT>('nullif')

/** Whether a value is null. */
export const isnull = one<BooleanT>('isnull')

/** Whether a value is not null. */
export const isnotnull = one<BooleanT>('isnotnull')

/** Whether a number is NaN; false for null. */
export const isnan = unary<BooleanT>()('isnan')

/** The first number, or the second when the first is NaN. */
export const nanvl = binary<UnknownT>('nanvl')

/** The number, or 0 when it is null. */
export const zeroifnull = unary<UnknownT>()('zeroifnull')

/** The number, or null when it is 0. */
export const nullifzero = unary<UnknownT>()('nullifzero')

/** The other truth value; null stays. */
export const not = one<BooleanT>('not')

/** Whether two values are the same; null is the same as null, and the result is never null. */
export const equalNull = binary<BooleanT>('equal_null')

/** The largest of the values that are not null. */
export const greatest = variadic<UnknownT>('greatest')

/** The smallest of the values that are not null. */
export const least = variadic<UnknownT>('least')

/** The name of a value's type: `bigint`. With an underscore, since `typeof` is a word of the language. */
export const typeof_ = unary<StringT>()('typeof')

/** Raises USER_RAISED_EXCEPTION with a text. */
export function raiseError<M extends string = never>(message: Parameter<string, M>): Column<UnknownT, M> {
  return callOf('raise_error', value(message))
}

/** Null when a condition is true, else raises USER_RAISED_EXCEPTION, with a text of your own perhaps. */
export const assertTrue = withOption<UnknownT, string>('assert_true')

/** Any function by its SQL name, registered ones too. */
export function callFunction<const N extends readonly ColumnArgument[]>(
  name: string,
  ...columns: N
): Column<UnknownT, NamesOf<N[number]>> {
  return callOf(name, ...columns.map((column) => argument(column)))
}

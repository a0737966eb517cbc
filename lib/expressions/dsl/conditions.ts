/** Conditions and nulls: Spark's functions, under its names in camelCase. Text arguments are values, columns are `col('name')`. */
import type { BooleanT, StringT, UnknownT } from '../../types/typed/type-tags.ts'
import type { Column, Operand } from '../column.ts'
import { callOf } from './call-of.ts'

/** The first value that is not null. */
export function coalesce<M extends string = never>(...values: readonly Operand<M>[]): Column<UnknownT, M> {
  return callOf('coalesce', ...values)
}

/** The first value that is not null. */
export function nvl<M extends string = never>(value: Operand<M>, other: Operand<M>): Column<UnknownT, M> {
  return callOf('nvl', value, other)
}

/** The first value that is not null. */
export function ifnull<M extends string = never>(value: Operand<M>, other: Operand<M>): Column<UnknownT, M> {
  return callOf('ifnull', value, other)
}

/** The second value when the first is not null, else the third. */
export function nvl2<M extends string = never>(
  tested: Operand<M>,
  value: Operand<M>,
  other: Operand<M>,
): Column<UnknownT, M> {
  return callOf('nvl2', tested, value, other)
}

/** The first value, or null when it equals the second. */
export function nullif<M extends string = never>(value: Operand<M>, other: Operand<M>): Column<UnknownT, M> {
  return callOf('nullif', value, other)
}

/** Whether a value is null. */
export function isnull<M extends string = never>(value: Operand<M>): Column<BooleanT, M> {
  return callOf('isnull', value)
}

/** Whether a value is not null. */
export function isnotnull<M extends string = never>(value: Operand<M>): Column<BooleanT, M> {
  return callOf('isnotnull', value)
}

/** Whether a number is NaN; false for null. */
export function isnan<M extends string = never>(value: Operand<M>): Column<BooleanT, M> {
  return callOf('isnan', value)
}

/** The other truth value. */
export function not<M extends string = never>(condition: Operand<M>): Column<BooleanT, M> {
  return callOf('not', condition)
}

/** Whether two values are the same; null is the same as null, and never gives null. */
export function equalNull<M extends string = never>(left: Operand<M>, right: Operand<M>): Column<BooleanT, M> {
  return callOf('<=>', left, right)
}

/** The largest of the values that are not null. */
export function greatest<M extends string = never>(...values: readonly Operand<M>[]): Column<UnknownT, M> {
  return callOf('greatest', ...values)
}

/** The smallest of the values that are not null. */
export function least<M extends string = never>(...values: readonly Operand<M>[]): Column<UnknownT, M> {
  return callOf('least', ...values)
}

/** The name of the type of a value. */
export function typeof_<M extends string = never>(value: Operand<M>): Column<StringT, M> {
  return callOf('typeof', value)
}

/** Raises USER_RAISED_EXCEPTION with a text. */
export function raiseError<M extends string = never>(message: Operand<M>): Column<UnknownT, M> {
  return callOf('raise_error', message)
}

/** Null when a condition is true, else raises USER_RAISED_EXCEPTION. */
export function assertTrue<M extends string = never>(condition: Operand<M>, message?: Operand<M>): Column<UnknownT, M> {
  return callOf('assert_true', condition, message)
}

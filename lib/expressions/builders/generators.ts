/**
 * Builders of generators: a row for each element. They stand in a select list or in `withColumn`; a name is given by
 * `as('element')`, several by `alias('key', 'value')`.
 */
import type { UnknownT } from '../../types/typed/type-tags.ts'
import type { Column } from '../column.ts'
import { argument, type ColumnArgument, callOf, type NamesOf, one, value, variadic } from './builder.ts'

/** A row for each element of an array (`col`) or entry of a map (`key`, `value`); none for null and for nothing. */
export const explode = one<UnknownT>('explode')

/** Like `explode`, but a row of null where there is no element. */
export const explodeOuter = one<UnknownT>('explode_outer')

/** Like `explode`, with the position from 0 (`pos`) before it. */
export const posexplode = one<UnknownT>('posexplode')

/** Like `posexplode`, but a row of nulls where there is no element. */
export const posexplodeOuter = one<UnknownT>('posexplode_outer')

/** A row for each struct of an array, a column for each of its fields. */
export const inline = one<UnknownT>('inline')

/** Like `inline`, but a row of nulls where there is no struct. */
export const inlineOuter = one<UnknownT>('inline_outer')

/** So many rows (the first argument) of the other columns, as `col0`, `col1`, …; what is missing in the last is null. */
export const stack = variadic<UnknownT>('stack')

/** Members of a JSON object by their names, as text: `c0`, `c1`, … */
export function jsonTuple<const N extends ColumnArgument>(
  json: N,
  ...names: readonly string[]
): Column<UnknownT, NamesOf<N>> {
  return callOf('json_tuple', argument(json), ...names.map((one) => value(one)))
}

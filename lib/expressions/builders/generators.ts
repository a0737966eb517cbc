/**
 * Builders of generators: a row for each element. They stand in a select list or in `withColumn`; a name is given by
 * `as('element')`, several by `alias('key', 'value')`.
 */
import type { UnknownT } from '../../types/typed/type-tags.ts'
import type { Column, Operand } from '../column.ts'
import { argument, type ColumnArgument, callOf, type Needs, value } from './builder.ts'

type Generator = <const N extends string>(column: ColumnArgument<N>) => Column<UnknownT, Needs<N>>

const generator =
  (name: string): Generator =>
  (column) =>
    callOf(name, argument(column))

/** A row for each element of an array (`col`) or entry of a map (`key`, `value`); none for null and for nothing. */
export const explode = generator('explode')

/** Like `explode`, but a row of null where there is no element. */
export const explodeOuter = generator('explode_outer')

/** Like `explode`, with the position from 0 (`pos`) before it. */
export const posexplode = generator('posexplode')

/** Like `posexplode`, but a row of nulls where there is no element. */
export const posexplodeOuter = generator('posexplode_outer')

/** A row for each struct of an array, a column for each of its fields. */
export const inline = generator('inline')

/** Like `inline`, but a row of nulls where there is no struct. */
export const inlineOuter = generator('inline_outer')

/** The columns in `rows` rows, as `col0`, `col1`, …; what is missing in the last is null. */
export function stack<const N extends string>(
  rows: Operand,
  ...columns: readonly ColumnArgument<N>[]
): Column<UnknownT, Needs<N>> {
  return callOf('stack', value(rows), ...columns.map((one) => argument(one)))
}

/** Members of a JSON object by their names, as text: `c0`, `c1`, … */
export function jsonTuple<const N extends string>(
  json: ColumnArgument<N>,
  ...names: readonly string[]
): Column<UnknownT, Needs<N>> {
  return callOf('json_tuple', argument(json), ...names.map((one) => value(one)))
}

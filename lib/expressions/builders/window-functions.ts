/** Builders of functions that need a window: `rank().over(Window.partitionBy('k').orderBy('v'))`. Not on streams. */
import type { DoubleT, IntT, Ref, Type, UnknownT } from '../../types/typed/type-tags.ts'
import { Column, type Operand } from '../column.ts'
import { argument, type ColumnArgument, callOf, type NamesOf, type Needs, value } from './builder.ts'

/** The type of a column argument, as far as the compiler can find it. */
type TypeOf<A> = A extends string
  ? [Needs<A>] extends [never]
    ? UnknownT
    : Ref<A>
  : A extends Column<infer D>
    ? D
    : UnknownT

const ranking =
  <D extends Type>(name: string) =>
  (): Column<D, never> =>
    callOf(name)

/** The number of the row in its partition, from 1. */
export const rowNumber = ranking<IntT>('row_number')

/** How many rows come before the row and its peers, and 1: peers have one rank, and leave a gap behind them. */
export const rank = ranking<IntT>('rank')

/** Like `rank`, without gaps. */
export const denseRank = ranking<IntT>('dense_rank')

/** The rank as a part of the partition: (rank − 1) / (rows − 1), 0 in a partition of one row. */
export const percentRank = ranking<DoubleT>('percent_rank')

/** The part of the partition's rows that come before the row, or are it or its peers. */
export const cumeDist = ranking<DoubleT>('cume_dist')

/** The number of the row's bucket, from 1, where the partition is cut into `buckets` that are as even as can be. */
export function ntile(buckets: number): Column<IntT, never> {
  return callOf('ntile', value(buckets))
}

/** A function that looks at a row before or behind the present one. */
const look =
  (name: string) =>
  <const A extends ColumnArgument>(
    column: A,
    offset = 1,
    fallback?: Operand<never>,
    ignoreNulls = false,
  ): Column<TypeOf<A>, NamesOf<A>> =>
    passingNulls(callOf(name, argument(column), value(offset), value(fallback ?? null)), ignoreNulls)

/**
 * The value `offset` rows before the present one, or what stands in for it at the partition's beginning.
 *
 * @param ignoreNulls rows without a value are not counted
 */
export const lag = look('lag')

/**
 * The value `offset` rows behind the present one, or what stands in for it at the partition's end.
 *
 * @param ignoreNulls rows without a value are not counted
 */
export const lead = look('lead')

/**
 * The value of the frame's row `offset`, from 1; null where it is shorter.
 *
 * @param ignoreNulls rows without a value are not counted
 */
export function nthValue<const A extends ColumnArgument>(
  column: A,
  offset: number,
  ignoreNulls = false,
): Column<TypeOf<A>, NamesOf<A>> {
  return passingNulls(callOf('nth_value', argument(column), value(offset)), ignoreNulls)
}

/** Written as `f(…) IGNORE NULLS`. */
function passingNulls<D extends Type, N extends string>(column: Column<D, N>, ignoreNulls: boolean): Column<D, N> {
  const { expression } = column
  return ignoreNulls && expression.kind === 'call' ? new Column<D, N>({ ...expression, ignoreNulls: true }) : column
}

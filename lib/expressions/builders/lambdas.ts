/** Builders of higher-order functions: a function gets columns and gives one, or a value. */
import type { BooleanT, UnknownT } from '../../types/typed/type-tags.ts'
import { Column, type Operand, operandExpression } from '../column.ts'
import type { Expression } from '../expression.ts'
import { argument, type ColumnArgument, callOf, type NamesOf } from './builder.ts'

/** A column inside a lambda function; the compiler does not know its type. */
export type LambdaColumn = Column<UnknownT, never>

type Lambda<P extends readonly LambdaColumn[], M extends string> = (...parameters: P) => Operand<M>
type OfOne<M extends string> = Lambda<[element: LambdaColumn], M>
type OfElement<M extends string> = Lambda<[element: LambdaColumn, index: LambdaColumn], M>
type OfEntry<M extends string> = Lambda<[key: LambdaColumn, value: LambdaColumn], M>
type OfTwo<M extends string> = Lambda<[first: LambdaColumn, second: LambdaColumn], M>

/** How many lambda functions are being built, so that nested ones name their parameters differently. */
let depth = 0

function lambda(of: Lambda<never, string>, count: number): Expression {
  depth++
  try {
    const parameters = ['x', 'y', 'z'].slice(0, count).map((name) => `${name}_${depth}`)
    const columns = parameters.map((name): LambdaColumn => new Column({ kind: 'column', path: [name] }))
    return { kind: 'lambda', parameters, body: operandExpression(of(...(columns as never))) }
  } finally {
    depth--
  }
}

/** What a function gives for each element of an array (and its position from 0). */
export function transform<const N extends ColumnArgument, M extends string = never>(
  array: N,
  of: OfElement<M>,
): Column<UnknownT, NamesOf<N> | M> {
  return callOf('transform', argument(array), lambda(of, of.length > 1 ? 2 : 1))
}

/** The elements of an array for which a function of them (and their positions from 0) gives true. */
export function filter<const N extends ColumnArgument, M extends string = never>(
  array: N,
  of: OfElement<M>,
): Column<UnknownT, NamesOf<N> | M> {
  return callOf('filter', argument(array), lambda(of, of.length > 1 ? 2 : 1))
}

/** Whether a function gives true for an element of an array. */
export function exists<const N extends ColumnArgument, M extends string = never>(
  array: N,
  of: OfOne<M>,
): Column<BooleanT, NamesOf<N> | M> {
  return callOf('exists', argument(array), lambda(of, 1))
}

/** Whether a function gives true for all elements of an array. */
export function forall<const N extends ColumnArgument, M extends string = never>(
  array: N,
  of: OfOne<M>,
): Column<BooleanT, NamesOf<N> | M> {
  return callOf('forall', argument(array), lambda(of, 1))
}

/** A value that a function carries from element to element of an array, finished by another function. */
export const aggregate = aggregation('aggregate')

/** A value that a function carries from element to element of an array, finished by another function. */
export const reduce = aggregation('reduce')

/** The array in ascending order with nulls last, or as a function says: below 0 when its first value comes first. */
export function arraySort<const N extends ColumnArgument, M extends string = never>(
  array: N,
  comparator?: OfTwo<M>,
): Column<UnknownT, NamesOf<N> | M> {
  return callOf('array_sort', argument(array), comparator && lambda(comparator, 2))
}

/** What a function gives for the elements of two arrays at the same place; null where the shorter one has ended. */
export function zipWith<const N extends ColumnArgument, const M extends ColumnArgument, O extends string = never>(
  first: N,
  second: M,
  of: OfTwo<O>,
): Column<UnknownT, NamesOf<N> | NamesOf<M> | O> {
  return callOf('zip_with', argument(first), argument(second), lambda(of, 2))
}

/** The map with the keys that a function gives for its entries. */
export const transformKeys = ofEntries('transform_keys')

/** The map with the values that a function gives for its entries. */
export const transformValues = ofEntries('transform_values')

/** The entries of a map for which a function gives true. */
export const mapFilter = ofEntries('map_filter')

/** A map of what a function gives for each key of two maps and its values in them, null where it is not. */
export function mapZipWith<const N extends ColumnArgument, const M extends ColumnArgument, O extends string = never>(
  first: N,
  second: M,
  of: Lambda<[key: LambdaColumn, first: LambdaColumn, second: LambdaColumn], O>,
): Column<UnknownT, NamesOf<N> | NamesOf<M> | O> {
  return callOf('map_zip_with', argument(first), argument(second), lambda(of, 3))
}

function aggregation(name: string) {
  return <const N extends ColumnArgument, const M extends ColumnArgument, O extends string = never>(
    array: N,
    initial: M,
    merge: Lambda<[value: LambdaColumn, element: LambdaColumn], O>,
    finish: Lambda<[value: LambdaColumn], O> = (value) => value,
  ): Column<UnknownT, NamesOf<N> | NamesOf<M> | O> =>
    callOf(name, argument(array), argument(initial), lambda(merge, 2), lambda(finish, 1))
}

function ofEntries(name: string) {
  return <const N extends ColumnArgument, M extends string = never>(
    map: N,
    of: OfEntry<M>,
  ): Column<UnknownT, NamesOf<N> | M> => callOf(name, argument(map), lambda(of, 2))
}

/** Builders of functions of arrays. */
import type { BooleanT, IntT, LongT, StringT, UnknownT } from '../../types/typed/type-tags.ts'
import type { Column, Operand } from '../column.ts'
import type { LiteralValue } from '../column-literal.ts'
import {
  argument,
  binary,
  type ColumnArgument,
  callOf,
  type NamesOf,
  type Parameter,
  sameType,
  ternary,
  twoOrThree,
  unary,
  value,
  variadic,
  withOption,
  withValue,
} from './builder.ts'

/** An array of columns of one type. */
export const array = variadic<UnknownT>('array')

/** The whole numbers, days or times from one to another, by a step or an interval. */
export const sequence = twoOrThree<UnknownT>('sequence')

/** An array of one value, so many times. */
export const arrayRepeat = binary<UnknownT>('array_repeat')

/** How many elements an array or entries a map has; of null: null with ANSI, else -1. */
export const size = unary<IntT>()('size')

/** How many elements an array or entries a map has; of null: null with ANSI, else -1. */
export const cardinality = unary<IntT>()('cardinality')

/** How many elements an array has. */
export const arraySize = unary<IntT>()('array_size')

/** The element of an array at a position (from 1, negative from the end), or a map's value of a key; a text is a key. */
export const elementAt = withValue<UnknownT, LiteralValue>('element_at')

/** Like `elementAt`, but null outside the array; the key is a column: `lit('key')`. */
export const tryElementAt = binary<UnknownT>('try_element_at')

/** The element of an array at a position from 0; null outside. */
export const get = binary<UnknownT>('get')

/** Some elements of an array: a position (from 1, negative from the end), then how many. */
export const slice = ternary<UnknownT>('slice')

/** Whether an array has a value; null when it has not but has a null. */
export const arrayContains = withValue<BooleanT, LiteralValue>('array_contains')

/** The position (from 1) of a value in an array, 0 when it is not in it. */
export const arrayPosition = withValue<LongT, LiteralValue>('array_position')

/** Whether two arrays have an element in common; null when they have not but one has a null. */
export const arraysOverlap = binary<BooleanT>('arrays_overlap')

/** The array with a value behind its end. */
export const arrayAppend = withValue<UnknownT, LiteralValue>('array_append')

/** The array with a value before its beginning. */
export const arrayPrepend = withValue<UnknownT, LiteralValue>('array_prepend')

/** The array with a value put in at a position (from 1, negative from the end); nulls fill what is between. */
export function arrayInsert<const N extends ColumnArgument, const M extends ColumnArgument, O extends string = never>(
  column: N,
  position: M,
  element: Operand<O>,
): Column<UnknownT, NamesOf<N> | NamesOf<M> | O> {
  return callOf('array_insert', argument(column), argument(position), value(element))
}

/** The array without the elements that equal a value. */
export const arrayRemove = withValue<UnknownT, LiteralValue>('array_remove')

/** The array without nulls. */
export const arrayCompact = sameType('array_compact')

/** The array without values that were in it before. */
export const arrayDistinct = sameType('array_distinct')

/** The elements of two arrays, each once. */
export const arrayUnion = binary<UnknownT>('array_union')

/** The elements that two arrays have in common, each once. */
export const arrayIntersect = binary<UnknownT>('array_intersect')

/** The elements of the first array that the second has not, each once. */
export const arrayExcept = binary<UnknownT>('array_except')

/** The elements at the same place of each array as structs; null where an array has ended. */
export const arraysZip = variadic<UnknownT>('arrays_zip')

/** The elements of the arrays in an array; null when one of them is null. */
export const flatten = unary<UnknownT>()('flatten')

/** The array in ascending order with nulls first, or (`false`) descending with nulls last. */
export const sortArray = withOption<UnknownT, boolean>('sort_array')

/** The largest element that is not null. */
export const arrayMax = unary<UnknownT>()('array_max')

/** The smallest element that is not null. */
export const arrayMin = unary<UnknownT>()('array_min')

/** The texts of an array with a delimiter between; nulls are left out, or replaced by a text. */
export function arrayJoin<const N extends ColumnArgument, M extends string = never, O extends string = never>(
  column: N,
  delimiter: Parameter<string, M>,
  nullReplacement?: Parameter<string, O>,
): Column<StringT, NamesOf<N> | M | O> {
  return callOf('array_join', argument(column), value(delimiter), value(nullReplacement))
}

/** The elements of an array in random order, the same when a batch runs again. */
export const shuffle = withOption<UnknownT, number>('shuffle')

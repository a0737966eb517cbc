/** Arrays, maps and structs: Spark's functions, under its names in camelCase. Text arguments are values, columns are `col('name')`. */
import type { BooleanT, IntT, LongT, StringT, Type, UnknownT } from '../../types/typed/type-tags.ts'
import type { Column, Operand } from '../column.ts'
import { callOf } from './call-of.ts'

/** An array of values of one type. */
export function array<M extends string = never>(...values: readonly Operand<M>[]): Column<UnknownT, M> {
  return callOf('array', ...values)
}

/** A map of keys and values in turn. */
export function createMap<M extends string = never>(...keysAndValues: readonly Operand<M>[]): Column<UnknownT, M> {
  return callOf('map', ...keysAndValues)
}

/** A struct of columns, named as they are. */
export function struct<M extends string = never>(...fields: readonly Operand<M>[]): Column<UnknownT, M> {
  return callOf('struct', ...fields)
}

/** A struct of names and values in turn. */
export function namedStruct<M extends string = never>(...namesAndValues: readonly Operand<M>[]): Column<UnknownT, M> {
  return callOf('named_struct', ...namesAndValues)
}

/** A map of an array of keys and one of values. */
export function mapFromArrays<M extends string = never>(keys: Operand<M>, values: Operand<M>): Column<UnknownT, M> {
  return callOf('map_from_arrays', keys, values)
}

/** The element of an array at a position from 1 (or from the end), or the value of a key of a map. */
export function elementAt<M extends string = never>(container: Operand<M>, key: Operand<M>): Column<UnknownT, M> {
  return callOf('element_at', container, key)
}

/** Like `element_at`, but null outside the array. */
export function tryElementAt<M extends string = never>(container: Operand<M>, key: Operand<M>): Column<UnknownT, M> {
  return callOf('try_element_at', container, key)
}

/** The element of an array at a position from 0; null outside. */
export function get<M extends string = never>(array: Operand<M>, index: Operand<M>): Column<UnknownT, M> {
  return callOf('get', array, index)
}

/** How many elements an array or entries a map has; of null: null with ANSI, else -1. */
export function size<M extends string = never>(container: Operand<M>): Column<IntT, M> {
  return callOf('size', container)
}

/** How many elements an array or entries a map has; of null: null with ANSI, else -1. */
export function cardinality<M extends string = never>(container: Operand<M>): Column<IntT, M> {
  return callOf('size', container)
}

/** How many elements an array has. */
export function arraySize<M extends string = never>(array: Operand<M>): Column<IntT, M> {
  return callOf('array_size', array)
}

/** Whether an array has a value; null when it has not but has a null. */
export function arrayContains<M extends string = never>(array: Operand<M>, value: Operand<M>): Column<BooleanT, M> {
  return callOf('array_contains', array, value)
}

/** The position (from 1) of a value in an array, 0 when it is not in it. */
export function arrayPosition<M extends string = never>(array: Operand<M>, value: Operand<M>): Column<LongT, M> {
  return callOf('array_position', array, value)
}

/** The texts of an array with a delimiter between them; nulls are left out or replaced. */
export function arrayJoin<M extends string = never>(
  array: Operand<M>,
  delimiter: Operand<M>,
  nullReplacement?: Operand<M>,
): Column<StringT, M> {
  return callOf('array_join', array, delimiter, nullReplacement)
}

/** The array without values that were in it before. */
export function arrayDistinct<D extends Type, M extends string = never>(array: Column<D, M>): Column<D, M> {
  return callOf('array_distinct', array)
}

/** The largest element that is not null. */
export function arrayMax<M extends string = never>(array: Operand<M>): Column<UnknownT, M> {
  return callOf('array_max', array)
}

/** The smallest element that is not null. */
export function arrayMin<M extends string = never>(array: Operand<M>): Column<UnknownT, M> {
  return callOf('array_min', array)
}

/** The array without nulls. */
export function arrayCompact<D extends Type, M extends string = never>(array: Column<D, M>): Column<D, M> {
  return callOf('array_compact', array)
}

/** An array with a value several times. */
export function arrayRepeat<M extends string = never>(value: Operand<M>, count: Operand<M>): Column<UnknownT, M> {
  return callOf('array_repeat', value, count)
}

/** The array in ascending order with nulls first, or descending with nulls last. */
export function sortArray<M extends string = never>(array: Operand<M>, ascending?: Operand<M>): Column<UnknownT, M> {
  return callOf('sort_array', array, ascending)
}

/** Some elements of an array, from a position (counted from 1, or from the end) on. */
export function slice<M extends string = never>(
  array: Operand<M>,
  start: Operand<M>,
  size: Operand<M>,
): Column<UnknownT, M> {
  return callOf('slice', array, start, size)
}

/** The elements of the arrays in an array; null when one of them is null. */
export function flatten<M extends string = never>(array: Operand<M>): Column<UnknownT, M> {
  return callOf('flatten', array)
}

/** The keys of a map. */
export function mapKeys<M extends string = never>(map: Operand<M>): Column<UnknownT, M> {
  return callOf('map_keys', map)
}

/** The values of a map. */
export function mapValues<M extends string = never>(map: Operand<M>): Column<UnknownT, M> {
  return callOf('map_values', map)
}

/** The entries of a map as structs of key and value. */
export function mapEntries<M extends string = never>(map: Operand<M>): Column<UnknownT, M> {
  return callOf('map_entries', map)
}

/** Whether a map has a key. */
export function mapContainsKey<M extends string = never>(map: Operand<M>, key: Operand<M>): Column<BooleanT, M> {
  return callOf('map_contains_key', map, key)
}

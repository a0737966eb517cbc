/** Builders of functions of arrays, maps, structs and JSON. */
import type { BooleanT, IntT, StringT, UnknownT } from '../../types/typed/type-tags.ts'
import { call } from '../build.ts'
import type { Column, Operand } from '../column.ts'
import { argument, type ColumnArgument, callOf, type Needs, unary, value, variadic } from './builder.ts'

/** An array of these. */
export const array = variadic<UnknownT>('array')

/** A map of key, value, key, value, … */
export const createMap = variadic<UnknownT>('map')

/** A struct of columns, under their names. */
export const structOf = variadic<UnknownT>('struct')

/** A struct, array or map from JSON text. @param schema a type or the columns of a struct, in DDL */
export function fromJson<const N extends string>(
  column: ColumnArgument<N>,
  schema: string,
  options: Readonly<Record<string, string>> = {},
): Column<UnknownT, Needs<N>> {
  return callOf('from_json', argument(column), value(schema), ...optionsMap(options))
}

/** JSON text of a struct, array or map. */
export function toJson<const N extends string>(
  column: ColumnArgument<N>,
  options: Readonly<Record<string, string>> = {},
): Column<StringT, Needs<N>> {
  return callOf('to_json', argument(column), ...optionsMap(options))
}

function optionsMap(options: Readonly<Record<string, string>>) {
  const entries = Object.entries(options).flat()
  return entries.length === 0 ? [] : [call('map', ...entries.map((one) => value(one)))]
}

/** What a path like `$.a[0]` finds in JSON text. */
export function getJsonObject<const N extends string>(
  column: ColumnArgument<N>,
  path: string,
): Column<StringT, Needs<N>> {
  return callOf('get_json_object', argument(column), value(path))
}

/** Element of an array counted from 1 (negative: from the end), or value of a map. */
export function elementAt<const N extends string, M extends string = never>(
  column: ColumnArgument<N>,
  key: Operand<M>,
): Column<UnknownT, Needs<N> | M> {
  return callOf('element_at', argument(column), value(key))
}

/** Whether an array holds a value. */
export function arrayContains<const N extends string, M extends string = never>(
  column: ColumnArgument<N>,
  element: Operand<M>,
): Column<BooleanT, Needs<N> | M> {
  return callOf('array_contains', argument(column), value(element))
}

/** Elements of an array or entries of a map. */
export const size = unary<IntT>()('size')

/** Keys of a map. */
export const mapKeys = unary<UnknownT>()('map_keys')

/** Values of a map. */
export const mapValues = unary<UnknownT>()('map_values')

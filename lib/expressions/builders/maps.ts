/** Builders of functions of maps and structs. */
import type { BooleanT, MapT, StringT, UnknownT } from '../../types/typed/type-tags.ts'
import type { Column } from '../column.ts'
import { lit } from '../column-functions.ts'
import type { LiteralValue } from '../column-literal.ts'
import {
  argument,
  binary,
  type ColumnArgument,
  callOf,
  type NamesOf,
  type OptionalArgument,
  unary,
  variadic,
  withValue,
} from './builder.ts'

/** A struct of columns, under their names. */
export const struct = variadic<UnknownT>('struct')

/** A struct of names (`lit('a')`) and values in turn. */
export const namedStruct = variadic<UnknownT>('named_struct')

/** A map of keys and values in turn. */
export const createMap = variadic<UnknownT>('map')

/** A map of an array of keys and one of values. */
export const mapFromArrays = binary<UnknownT>('map_from_arrays')

/** A map of an array of structs of key and value. */
export const mapFromEntries = unary<UnknownT>()('map_from_entries')

/** A map of a text, split into pairs at one pattern (`,`) and these at another (`:`), which are columns: `lit(';')`. */
export function strToMap<
  const N extends ColumnArgument,
  const M extends OptionalArgument = never,
  const O extends OptionalArgument = never,
>(
  column: N,
  betweenPairs?: M,
  betweenKeyAndValue?: O,
): Column<MapT<StringT, StringT>, NamesOf<N> | NamesOf<M> | NamesOf<O>> {
  const pairs = betweenPairs ?? (betweenKeyAndValue === undefined ? undefined : lit(','))
  return callOf('str_to_map', argument(column), argument(pairs), argument(betweenKeyAndValue))
}

/** The entries of all maps; a key that is in two raises DUPLICATED_MAP_KEY. */
export const mapConcat = variadic<UnknownT>('map_concat')

/** The keys of a map. */
export const mapKeys = unary<UnknownT>()('map_keys')

/** The values of a map. */
export const mapValues = unary<UnknownT>()('map_values')

/** The entries of a map as structs of key and value. */
export const mapEntries = unary<UnknownT>()('map_entries')

/** Whether a map has a key. */
export const mapContainsKey = withValue<BooleanT, LiteralValue>('map_contains_key')

/** Builders of functions of JSON text. */

import type { DataType } from '../../types/data-type.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import type { Tagged } from '../../types/typed/struct.ts'
import type { ArrayT, IntT, StringT, Type, UnknownT } from '../../types/typed/type-tags.ts'
import { call } from '../build.ts'
import type { Column } from '../column.ts'
import type { Expression } from '../expression.ts'
import { argument, type ColumnArgument, callOf, type NamesOf, unary, value, withValue } from './builder.ts'

/** Options of the json format, by name. */
export type JsonOptions = Readonly<Record<string, string>>

/**
 * A struct, array or map read from JSON text.
 *
 * @param schema a type, `struct({ a: int })`, or in DDL: a type or the columns of a struct, `a INT, b STRING`
 */
export function fromJson<const N extends ColumnArgument, T extends Type>(
  column: N,
  schema: Tagged<T>,
  options?: JsonOptions,
): Column<T, NamesOf<N>>
export function fromJson<const N extends ColumnArgument>(
  column: N,
  schema: string,
  options?: JsonOptions,
): Column<UnknownT, NamesOf<N>>
export function fromJson(column: ColumnArgument, schema: string | DataType, options: JsonOptions = {}): Column {
  const ddl = typeof schema === 'string' ? schema : typeSql(schema)
  return callOf('from_json', argument(column), value(ddl), ...optionsMap(options))
}

/** A struct, array or map as JSON text. */
export function toJson<const N extends ColumnArgument>(
  column: N,
  options: JsonOptions = {},
): Column<StringT, NamesOf<N>> {
  return callOf('to_json', argument(column), ...optionsMap(options))
}

/** The type of JSON text, in DDL. */
export function schemaOfJson(json: string, options: JsonOptions = {}): Column<StringT, never> {
  return callOf('schema_of_json', value(json), ...optionsMap(options))
}

/** What a path (`$.a[0]`) leads to in JSON text, as text. */
export const getJsonObject = withValue<StringT, string>('get_json_object')

/** How many elements a JSON array has; null for other text. */
export const jsonArrayLength = unary<IntT>()('json_array_length')

/** The names of a JSON object's members; null for other text. */
export const jsonObjectKeys = unary<ArrayT<StringT>>()('json_object_keys')

function optionsMap(options: JsonOptions): readonly Expression[] {
  const entries = Object.entries(options).flat()
  return entries.length === 0 ? [] : [call('map', ...entries.map((one) => value(one)))]
}

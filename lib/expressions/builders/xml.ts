/** Builders of functions of XML text. */
import type { DataType } from '../../types/data-type.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import type { Tagged } from '../../types/typed/struct.ts'
import type {
  ArrayT,
  BooleanT,
  DoubleT,
  FloatT,
  IntT,
  LongT,
  ShortT,
  StringT,
  Type,
  UnknownT,
} from '../../types/typed/type-tags.ts'
import { call } from '../build.ts'
import type { Column } from '../column.ts'
import type { Expression } from '../expression.ts'
import { argument, binary, type ColumnArgument, callOf, type NamesOf, value } from './builder.ts'

/** Options of from_xml and to_xml, by name. */
export type XmlOptions = Readonly<Record<string, string>>

/**
 * A struct read from XML text, or a variant.
 *
 * @param schema a type, `struct({ a: int })`, or in DDL: the columns of a struct, `a INT, b STRING`, or `variant`
 */
export function fromXml<const N extends ColumnArgument, T extends Type>(
  column: N,
  schema: Tagged<T>,
  options?: XmlOptions,
): Column<T, NamesOf<N>>
export function fromXml<const N extends ColumnArgument>(
  column: N,
  schema: string,
  options?: XmlOptions,
): Column<UnknownT, NamesOf<N>>
export function fromXml(column: ColumnArgument, schema: string | DataType, options: XmlOptions = {}): Column {
  const ddl = typeof schema === 'string' ? schema : typeSql(schema)
  return callOf('from_xml', argument(column), value(ddl), ...optionsMap(options))
}

/** A struct or a variant as XML text. */
export function toXml<const N extends ColumnArgument>(
  column: N,
  options: XmlOptions = {},
): Column<StringT, NamesOf<N>> {
  return callOf('to_xml', argument(column), ...optionsMap(options))
}

/** The schema of an XML record, in DDL. */
export function schemaOfXml(xml: string, options: XmlOptions = {}): Column<StringT, never> {
  return callOf('schema_of_xml', value(xml), ...optionsMap(options))
}

/** The values of the nodes that a path (`lit('a/b/text()')`) finds; null for elements. */
export const xpath = binary<ArrayT<StringT>>('xpath')

/** Whether a path is true, or finds a node. */
export const xpathBoolean = binary<BooleanT>('xpath_boolean')

/** The text of what a path finds first; empty when there is nothing. */
export const xpathString = binary<StringT>('xpath_string')

/** The number of what a path finds first; NaN when it is none. */
export const xpathDouble = binary<DoubleT>('xpath_double')

/** The number of what a path finds first; NaN when it is none. */
export const xpathNumber = binary<DoubleT>('xpath_number')

/** The number of what a path finds first, as FLOAT; NaN when it is none. */
export const xpathFloat = binary<FloatT>('xpath_float')

/** The number of what a path finds first, as INT; 0 when it is none. */
export const xpathInt = binary<IntT>('xpath_int')

/** The number of what a path finds first, as LONG; 0 when it is none. */
export const xpathLong = binary<LongT>('xpath_long')

/** The number of what a path finds first, as SMALLINT; 0 when it is none. */
export const xpathShort = binary<ShortT>('xpath_short')

function optionsMap(options: XmlOptions): readonly Expression[] {
  const entries = Object.entries(options).flat()
  return entries.length === 0 ? [] : [call('map', ...entries.map((one) => value(one)))]
}

/** Builders of functions of CSV text. */
import type { DataType } from '../../types/data-type.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import type { Tagged } from '../../types/typed/struct.ts'
import type { StringT, Type, UnknownT } from '../../types/typed/type-tags.ts'
import { call } from '../build.ts'
import type { Column } from '../column.ts'
import type { Expression } from '../expression.ts'
import { argument, type ColumnArgument, callOf, type NamesOf, value } from './builder.ts'

/** Options of the csv format, by name. */
export type CsvOptions = Readonly<Record<string, string>>

/**
 * A struct read from CSV text.
 *
 * @param schema `struct({ a: int })`, or the columns in DDL: `a INT, b STRING`
 */
export function fromCsv<const N extends ColumnArgument, T extends Type>(
  column: N,
  schema: Tagged<T>,
  options?: CsvOptions,
): Column<T, NamesOf<N>>
export function fromCsv<const N extends ColumnArgument>(
  column: N,
  schema: string,
  options?: CsvOptions,
): Column<UnknownT, NamesOf<N>>
export function fromCsv(column: ColumnArgument, schema: string | DataType, options: CsvOptions = {}): Column {
  const ddl = typeof schema === 'string' ? schema : columnsSql(schema)
  return callOf('from_csv', argument(column), value(ddl), ...optionsMap(options))
}

/** A struct as a line of CSV. */
export function toCsv<const N extends ColumnArgument>(
  column: N,
  options: CsvOptions = {},
): Column<StringT, NamesOf<N>> {
  return callOf('to_csv', argument(column), ...optionsMap(options))
}

/** The schema of a line of CSV, in DDL. */
export function schemaOfCsv(csv: string, options: CsvOptions = {}): Column<StringT, never> {
  return callOf('schema_of_csv', value(csv), ...optionsMap(options))
}

/** `from_csv` takes the columns of a struct, not its type. */
function columnsSql(type: DataType): string {
  if (type.kind !== 'struct') return typeSql(type)
  return type.fields.map((field) => `\`${field.name.replaceAll('`', '``')}\` ${typeSql(field.type)}`).join(', ')
}

function optionsMap(options: CsvOptions): readonly Expression[] {
  const entries = Object.entries(options).flat()
  return entries.length === 0 ? [] : [call('map', ...entries.map((one) => value(one)))]
}

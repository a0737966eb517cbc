/** Rows of a batch as a program sees them: a compiled object literal per schema, so that all rows have one shape. */
import { compile } from '../codegen/compile.ts'
import { quote } from '../codegen/quoting.ts'
import type { Field } from '../types/data-type.ts'
import type { Schema } from '../types/schema.ts'
import { type RowObject, toRowValue } from '../types/values/row-value.ts'
import { Timestamp } from '../types/values/timestamp.ts'
import { valueAt } from './values.ts'
import type { Float64Vector, Int32Vector, Int64Vector, Vector } from './vector.ts'

/** Row `row` (not of the selection) of columns in the order of the fields. */
export type RowReader = (columns: readonly Vector[], row: number) => RowObject

/** A reader of a schema's rows, made once for each. */
export function rowReaderOf(schema: Schema): RowReader {
  const known = readers.get(schema)
  if (known) return known
  const reader = rowReader(schema.fields)
  readers.set(schema, reader)
  return reader
}

const readers = new WeakMap<Schema, RowReader>()

type CellReader = (vector: Vector, row: number) => unknown

/** Makes a reader of rows; of columns of one name the last one stays, and `__proto__` is a name like any other. */
export function rowReader(fields: readonly Field[]): RowReader {
  const constants = new Map(fields.map((one, at) => [`cell${at}`, cellReader(one)] as const))
  const cells = fields.map(({ name }, at) => `[${quote(name)}]: cell${at}(columns[${at}], row)`)
  return compile<RowReader>(['columns', 'row'], `return { ${cells.join(', ')} }`, constants)
}

/** A reader of one column: the common types without a detour. */
export function cellReader({ type }: Pick<Field, 'type'>): CellReader {
  switch (type.kind) {
    case 'byte':
    case 'short':
    case 'int':
    case 'float':
    case 'double':
      return (vector, row) => (isNull(vector, row) ? null : (vector as Int32Vector | Float64Vector).values[row])
    case 'long':
      return (vector, row) => (isNull(vector, row) ? null : (vector as Int64Vector).values[row])
    case 'timestamp':
      return (vector, row) =>
        isNull(vector, row) ? null : new Timestamp((vector as Int64Vector).values[row] as bigint)
    case 'string':
    case 'boolean':
      return valueAt
    default:
      return (vector, row) => toRowValue(type, valueAt(vector, row))
  }
}

function isNull(vector: Vector, row: number): boolean {
  return vector.layout === 'null' || (vector.nulls !== undefined && vector.nulls[row] === 1)
}

/** What functions of groups take and give beside rows: keys, states and results, either rows or plain values. */
import type { DataType, Field, SqlValue } from '../../types/data-type.ts'
import { parseTypeOrSchema } from '../../types/ddl/ddl.ts'
import { StructSchema } from '../../types/typed/struct.ts'
import { field, structType } from '../../types/types.ts'
import { toRowValue } from '../../types/values/row-value.ts'

/** Columns as DDL or `struct({…})`, or one type, as text or as a value (`'LONG'`, `long`), for plain values. */
export type ValueSchema = string | StructSchema | DataType

/** Columns of a value; `flat`: it is the value of its only column, not an object. */
export interface ValueShape {
  readonly fields: readonly Field[]
  readonly flat: boolean
}

/**
 * The shape that a schema says.
 *
 * @param name of the column of a plain value
 * @throws PARSE_SYNTAX_ERROR, UNSUPPORTED_DATATYPE
 */
export function valueShape(schema: ValueSchema, name = 'value'): ValueShape {
  if (schema instanceof StructSchema) return { fields: schema.fields, flat: false }
  const type = typeof schema === 'string' ? parseTypeOrSchema(schema) : schema
  return type.kind === 'struct' ? { fields: type.fields, flat: false } : { fields: [field(name, type)], flat: true }
}

/** The type of the whole value, as a table of state has it. */
export function shapeType({ fields }: ValueShape): DataType {
  return structType(fields)
}

/** What the program sees of the internal values of a shape's columns. */
export function fromColumns({ fields, flat }: ValueShape, values: readonly SqlValue[]): unknown {
  const [first] = fields
  if (flat && first) return toRowValue(first.type, values[0] ?? null)
  return toRowValue(structType(fields), values as SqlValue[])
}

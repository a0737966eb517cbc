/** Columns handed on as they are, for row steps. */
import type { Bound } from '../expressions/bound.ts'
import type { Field } from '../types/data-type.ts'
import type { Schema } from '../types/schema.ts'

/** One column of a projection. */
export interface ProjectedColumn {
  readonly field: Field
  readonly value: Bound
}

/** Column `index` of a schema, unchanged but perhaps under another field. */
export function inputColumn(
  schema: Schema,
  index: number,
  field: Field = schema.fields[index] as Field,
): ProjectedColumn {
  const { name, type, nullable } = schema.fields[index] as Field
  return { field, value: { kind: 'input', index, name, type, nullable } }
}

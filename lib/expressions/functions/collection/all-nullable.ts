import type { DataType } from '../../../types/data-type.ts'
import { arrayType, mapType, structType } from '../../../types/types.ts'

/** A type whose parts may be null, at any depth: whatever a schema says, anything read may be (Spark's `asNullable`). */
export function allNullable(type: DataType): DataType {
  switch (type.kind) {
    case 'array':
      return arrayType(allNullable(type.element), true)
    case 'map':
      return mapType(allNullable(type.key), allNullable(type.value), true)
    case 'struct':
      return structType(type.fields.map((field) => ({ ...field, type: allNullable(field.type), nullable: true })))
    default:
      return type
  }
}

/** Names of types in small letters, as Spark's `catalogString` writes them. */
import type { DataType } from '../../../types/data-type.ts'

/** @param named names of types without parts */
export function catalogType(type: DataType, named: (type: DataType) => string): string {
  switch (type.kind) {
    case 'array':
      return `array<${catalogType(type.element, named)}>`
    case 'map':
      return `map<${catalogType(type.key, named)},${catalogType(type.value, named)}>`
    case 'struct':
      return `struct<${type.fields.map((field) => `${field.name}:${catalogType(field.type, named)}`).join(',')}>`
    default:
      return named(type).toLowerCase()
  }
}

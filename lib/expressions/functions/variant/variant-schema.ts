/** Types of variants, for schema_of_variant and schema_of_variant_agg (Spark's `SchemaOfVariant`). */
import { compatibleType } from '../../../formats/json/merge-types.ts'
import type { DataType, Field } from '../../../types/data-type.ts'
import { quoteIfNeeded } from '../../../types/ddl/identifier.ts'
import { typeSql } from '../../../types/ddl/type-sql.ts'
import {
  arrayType,
  binaryType,
  booleanType,
  dateType,
  doubleType,
  field,
  floatType,
  longType,
  nullType,
  stringType,
  structType,
  timestampNtzType,
  timestampType,
  variantType,
} from '../../../types/types.ts'
import type { Variant } from '../../../types/variant/variant.ts'
import { malformedVariant } from '../../../types/variant/variant-layout.ts'
import { variantDecimalType } from '../../cast/from-variant.ts'

/** The type that a variant is; objects are structs. @throws MALFORMED_VARIANT when fields are not in order */
export function variantSchema(variant: Variant): DataType {
  switch (variant.kind) {
    case 'object':
      return objectSchema(variant)
    case 'array': {
      let element = nullType
      for (let i = 0; i < variant.size; i++) {
        element = mergedSchema(element, variantSchema(variant.child(i) as Variant))
      }
      return arrayType(element)
    }
    case 'null':
      return nullType
    case 'boolean':
      return booleanType
    case 'long':
      return longType
    case 'string':
      return stringType
    case 'double':
      return doubleType
    case 'decimal':
      return variantDecimalType(variant)
    case 'date':
      return dateType
    case 'timestamp':
      return timestampType
    case 'timestamp_ntz':
      return timestampNtzType
    case 'float':
      return floatType
    case 'binary':
      return binaryType
    case 'uuid':
      return uuid
  }
}

/** Stands for UUIDs, for which columns have no type; it is only ever printed. */
const uuid: DataType = { kind: 'char', length: 36 }

function objectSchema(variant: Variant): DataType {
  const fields: Field[] = []
  for (let i = 0; i < variant.size; i++) {
    const name = variant.key(i)
    if (i > 0 && (fields[i - 1] as Field).name >= name) throw malformedVariant()
    fields.push(field(name, variantSchema(variant.child(i) as Variant)))
  }
  return structType(fields)
}

/** The type that holds values of both; VARIANT holds all. */
export function mergedSchema(a: DataType, b: DataType): DataType {
  return compatibleType(a, b, variantType)
}

/** A type as these functions print it. */
export function variantSchemaText(type: DataType): string {
  if (type.kind === 'char') return 'UUID'
  if (type.kind === 'array') return `ARRAY<${variantSchemaText(type.element)}>`
  if (type.kind !== 'struct') return typeSql(type)
  return `OBJECT<${type.fields.map((one) => `${quoteIfNeeded(one.name)}: ${variantSchemaText(one.type)}`).join(', ')}>`
}

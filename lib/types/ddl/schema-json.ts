/** Spark's JSON form of schemas (`StructType.json`), as its logs and files hold it. */
import { MillraceError } from '../../errors.ts'
import type { DataType, Field, FieldMetadata, SimpleKind } from '../data-type.ts'
import { Schema } from '../schema.ts'
import { arrayType, mapType, structType } from '../types.ts'
import { parseType } from './ddl.ts'
import { typeSimpleText } from './type-sql.ts'

const watermarkKey = 'spark.watermarkDelayMs'
const aggregateKey = 'millrace.aggregate'
const jsonNames: { readonly [K in SimpleKind]?: string } = {
  int: 'integer',
  long: 'long',
  short: 'short',
  byte: 'byte',
}

/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** A type as the value of `type` in Spark's JSON. */
export function typeToJson(type: DataType): Json {
  switch (type.kind) {
    case 'array':
      return { type: 'array', elementType: typeToJson(type.element), containsNull: type.containsNull }
    case 'map':
      return {
        type: 'map',
        keyType: typeToJson(type.key),
        valueType: typeToJson(type.value),
        valueContainsNull: type.valueContainsNull,
      }
    case 'struct':
      return { type: 'struct', fields: type.fields.map(fieldToJson) }
    default:
      return jsonNames[type.kind as SimpleKind] ?? typeSimpleText(type)
  }
}

function fieldToJson(field: Field): Json {
  return {
    name: field.name,
    type: typeToJson(field.type),
    nullable: field.nullable,
    metadata: metadataToJson(field.metadata),
  }
}

function metadataToJson(metadata: FieldMetadata | undefined): Json {
  const json: { [key: string]: Json } = {}
  if (metadata?.comment !== undefined) json['comment'] = metadata.comment
  if (metadata?.watermarkDelay !== undefined) json[watermarkKey] = Number(metadata.watermarkDelay / 1000n)
  if (metadata?.aggregate !== undefined) json[aggregateKey] = metadata.aggregate
  return json
}

/** Columns as Spark's compact JSON: `{"type":"struct","fields":[{"name":"a","type":"integer",…}]}`. */
export function schemaToJson(fields: readonly Field[]): string {
  return JSON.stringify(typeToJson(structType(fields)))
}

/**
 * Reads what `schemaToJson` or Spark wrote; metadata other than comments and the watermark delay is left out.
 *
 * @throws INVALID_JSON_DATA_TYPE
 */
export function schemaFromJson(text: string): Schema {
  let json: Json
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw invalid(text, cause)
  }
  const type = typeFromJson(json)
  if (type.kind !== 'struct') throw invalid(text)
  return new Schema(type.fields)
}

function invalid(text: string, cause?: unknown): MillraceError {
  return new MillraceError(
    'INVALID_JSON_DATA_TYPE',
    `Failed to convert the JSON string '${text}' to a data type. Please enter a valid data type.`,
    { sqlState: '2203G', cause },
  )
}

/** Reads what `typeToJson` gave. @throws INVALID_JSON_DATA_TYPE */
export function typeFromJson(json: Json | undefined): DataType {
  if (typeof json === 'string') return parseType(json)
  if (!isRecord(json)) throw invalid(JSON.stringify(json))
  switch (json['type']) {
    case 'array':
      return arrayType(typeFromJson(json['elementType']), json['containsNull'] !== false)
    case 'map':
      return mapType(
        typeFromJson(json['keyType']),
        typeFromJson(json['valueType']),
        json['valueContainsNull'] !== false,
      )
    case 'struct': {
      const fields = json['fields']
      if (!Array.isArray(fields)) throw invalid(JSON.stringify(json))
      return structType(fields.map(fieldFromJson))
    }
    default:
      throw invalid(JSON.stringify(json))
  }
}

function isRecord(json: Json | undefined): json is { readonly [key: string]: Json } {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}

function fieldFromJson(json: Json): Field {
  if (!isRecord(json) || typeof json['name'] !== 'string') throw invalid(JSON.stringify(json))
  const metadata = metadataFromJson(json['metadata'])
  const field = { name: json['name'], type: typeFromJson(json['type']), nullable: json['nullable'] !== false }
  return metadata === undefined ? field : { ...field, metadata }
}

function metadataFromJson(json: Json | undefined): FieldMetadata | undefined {
  if (!isRecord(json)) return undefined
  const { comment, [watermarkKey]: delay, [aggregateKey]: aggregate } = json
  if (typeof comment !== 'string' && typeof delay !== 'number' && typeof aggregate !== 'string') return undefined
  return {
    ...(typeof comment === 'string' ? { comment } : {}),
    ...(typeof delay === 'number' ? { watermarkDelay: BigInt(delay) * 1000n } : {}),
    ...(typeof aggregate === 'string' ? { aggregate } : {}),
  }
}

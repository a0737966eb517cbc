/** A restarted query must keep its state's schema: Spark's StateSchemaCompatibilityChecker. */
import { MillraceError } from '../errors.ts'
import type { DataType } from '../types/data-type.ts'
import { schemaFromJson } from '../types/ddl/schema-json.ts'
import type { Schema } from '../types/schema.ts'
import { equalTypes } from '../types/types.ts'

/**
 * Names may change, number and types of fields may not.
 *
 * @param stored Spark's JSON of the schema in the checkpoint
 * @throws STATE_STORE_KEY_SCHEMA_NOT_COMPATIBLE, STATE_STORE_VALUE_SCHEMA_NOT_COMPATIBLE
 */
export function requireSameSchema(part: 'key' | 'value', stored: string, now: Schema): void {
  const before = schemaFromJson(stored)
  const same =
    before.length === now.length && before.fields.every(({ type }, at) => sameType(type, now.fields[at]?.type))
  if (same) return
  const [existing, provided] = [structText(before), structText(now)]
  throw new MillraceError(
    `STATE_STORE_${part.toUpperCase()}_SCHEMA_NOT_COMPATIBLE`,
    `Provided ${part} schema does not match existing state ${part} schema.\nPlease check number and type of fields.\n` +
      `Existing ${part}_schema=${existing} and new ${part}_schema=${provided}.\n` +
      'If you want to force running the query without schema validation, please set spark.sql.streaming.stateStore.stateSchemaCheck to false.\n' +
      'However, please note that running the query with incompatible schema could cause non-deterministic behavior.',
    { sqlState: 'XXKST', parameters: { existing, provided } },
  )
}

function sameType(a: DataType, b: DataType | undefined): boolean {
  if (a.kind !== b?.kind) return false
  if (a.kind === 'array') return sameType(a.element, (b as typeof a).element)
  if (a.kind === 'map') return sameType(a.key, (b as typeof a).key) && sameType(a.value, (b as typeof a).value)
  if (a.kind === 'struct') {
    const other = (b as typeof a).fields
    return a.fields.length === other.length && a.fields.every(({ type }, at) => sameType(type, other[at]?.type))
  }
  if (a.kind === 'timestamp_nanos') return equalTypes(a, b)
  if (a.kind === 'decimal') return a.precision === (b as typeof a).precision && a.scale === (b as typeof a).scale
  return true
}

/** `StructType(StructField(count,LongType,true))`: how Spark's errors print a schema. */
export function structText(schema: Schema): string {
  return `StructType(${schema.fields.map(({ name, type, nullable }) => `StructField(${name},${typeText(type)},${nullable})`).join(',')})`
}

function typeText(type: DataType): string {
  switch (type.kind) {
    case 'decimal':
      return `DecimalType(${type.precision},${type.scale})`
    case 'array':
      return `ArrayType(${typeText(type.element)},${type.containsNull})`
    case 'map':
      return `MapType(${typeText(type.key)},${typeText(type.value)},${type.valueContainsNull})`
    case 'struct':
      return `StructType(${type.fields.map((one) => `StructField(${one.name},${typeText(one.type)},${one.nullable})`).join(',')})`
    case 'char':
    case 'varchar':
      return `${type.kind === 'char' ? 'CharType' : 'VarcharType'}(${type.length})`
    case 'int':
      return 'IntegerType'
    case 'timestamp_ntz':
      return 'TimestampNTZType'
    case 'timestamp_nanos':
      return `Timestamp${type.local ? 'NTZ' : 'LTZ'}NanosType(${type.precision})`
    case 'day_time_interval':
      return `DayTimeIntervalType(${type.from},${type.to})`
    case 'year_month_interval':
      return `YearMonthIntervalType(${type.from},${type.to})`
    default:
      return `${(type.kind[0] as string).toUpperCase()}${type.kind.slice(1)}Type`
  }
}

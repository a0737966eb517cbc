/** The data types as constants and constructors, and what can be asked of them. */
import type { DataType, Field, SimpleKind } from './data-type.ts'

const simple = (kind: SimpleKind): { readonly kind: SimpleKind } => Object.freeze({ kind })

export const nullType: DataType = simple('null')
export const booleanType: DataType = simple('boolean')
export const byteType: DataType = simple('byte')
export const shortType: DataType = simple('short')
export const intType: DataType = simple('int')
export const longType: DataType = simple('long')
export const floatType: DataType = simple('float')
export const doubleType: DataType = simple('double')
export const stringType: DataType = simple('string')
export const binaryType: DataType = simple('binary')
export const dateType: DataType = simple('date')
export const timestampType: DataType = simple('timestamp')
export const timestampNtzType: DataType = simple('timestamp_ntz')
export const variantType: DataType = simple('variant')

/** DECIMAL(precision, scale); precision 1 to 38. */
export function decimalType(precision: number, scale: number): DataType & { readonly kind: 'decimal' } {
  return Object.freeze({ kind: 'decimal', precision, scale })
}

/** TIMESTAMP_LTZ(precision), or TIMESTAMP_NTZ(precision) where `local`; precision 7 to 9. */
export function nanosTimestampType(precision: number, local: boolean): DataType & { readonly kind: 'timestamp_nanos' } {
  return Object.freeze({ kind: 'timestamp_nanos', precision, local })
}

/** INTERVAL DAY TO SECOND unless narrowed; units: 0 day, 1 hour, 2 minute, 3 second. */
export function dayTimeIntervalType(from = 0, to = 3): DataType & { readonly kind: 'day_time_interval' } {
  return Object.freeze({ kind: 'day_time_interval', from, to })
}

/** INTERVAL YEAR TO MONTH unless narrowed; units: 0 year, 1 month. */
export function yearMonthIntervalType(from = 0, to = 1): DataType & { readonly kind: 'year_month_interval' } {
  return Object.freeze({ kind: 'year_month_interval', from, to })
}

/** ARRAY<element> */
export function arrayType(element: DataType, containsNull = true): DataType & { readonly kind: 'array' } {
  return Object.freeze({ kind: 'array', element, containsNull })
}

/** MAP<key, value> */
export function mapType(key: DataType, value: DataType, valueContainsNull = true): DataType & { readonly kind: 'map' } {
  return Object.freeze({ kind: 'map', key, value, valueContainsNull })
}

/** STRUCT<fields> */
export function structType(fields: readonly Field[]): DataType & { readonly kind: 'struct' } {
  return Object.freeze({ kind: 'struct', fields: Object.freeze([...fields]) })
}

/** A field, nullable unless told otherwise. */
export function field(name: string, type: DataType, nullable = true): Field {
  return Object.freeze({ name, type, nullable })
}

/**
 * Whether two types are the same.
 *
 * @param nullability whether nested nullability (and field names) must agree too; Spark's `DataType.equals` when true,
 *   `sameType` (names without case, nullability ignored) when false
 */
export function equalTypes(a: DataType, b: DataType, nullability = true): boolean {
  if (a === b) return true
  if (a.kind !== b.kind) return false
  switch (a.kind) {
    case 'decimal': {
      const other = b as typeof a
      return a.precision === other.precision && a.scale === other.scale
    }
    case 'timestamp_nanos': {
      const other = b as typeof a
      return a.precision === other.precision && a.local === other.local
    }
    case 'day_time_interval':
    case 'year_month_interval': {
      const other = b as typeof a
      return a.from === other.from && a.to === other.to
    }
    case 'char':
    case 'varchar':
      return a.length === (b as typeof a).length
    case 'geometry':
    case 'geography':
      return a.srid === (b as typeof a).srid
    case 'array': {
      const other = b as typeof a
      return (
        (!nullability || a.containsNull === other.containsNull) && equalTypes(a.element, other.element, nullability)
      )
    }
    case 'map': {
      const other = b as typeof a
      return (
        (!nullability || a.valueContainsNull === other.valueContainsNull) &&
        equalTypes(a.key, other.key, nullability) &&
        equalTypes(a.value, other.value, nullability)
      )
    }
    case 'struct': {
      const other = b as typeof a
      return (
        a.fields.length === other.fields.length &&
        a.fields.every((one, at) => equalFields(one, other.fields[at] as Field, nullability))
      )
    }
    default:
      return true
  }
}

function equalFields(a: Field, b: Field, nullability: boolean): boolean {
  const named = nullability ? a.name === b.name : a.name.toLowerCase() === b.name.toLowerCase()
  return named && (!nullability || a.nullable === b.nullable) && equalTypes(a.type, b.type, nullability)
}

/** byte, short, int, long */
export function isIntegral(type: DataType): boolean {
  return type.kind === 'byte' || type.kind === 'short' || type.kind === 'int' || type.kind === 'long'
}

/** Integral types, float, double and decimals. */
export function isNumeric(type: DataType): boolean {
  return isIntegral(type) || type.kind === 'float' || type.kind === 'double' || type.kind === 'decimal'
}

/** Whether a type is of a kind, or has a part that is, at any depth. */
export function holdsKind(type: DataType, kind: DataType['kind']): boolean {
  if (type.kind === kind) return true
  switch (type.kind) {
    case 'array':
      return holdsKind(type.element, kind)
    case 'map':
      return holdsKind(type.key, kind) || holdsKind(type.value, kind)
    case 'struct':
      return type.fields.some((one) => holdsKind(one.type, kind))
    default:
      return false
  }
}

/** What a function's argument may be (Spark's `AbstractDataType`), and which implicit cast gets another type there. */
import type { DataType, SimpleKind } from '../../types/data-type.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import {
  arrayType,
  decimalType,
  equalTypes,
  isIntegral,
  isNumeric,
  mapType,
  nanosTimestampType,
  nullType,
  structType,
} from '../../types/types.ts'
import { decimalFor, isAnsiInterval, isAtomic, isDatetime } from './type-coercion.ts'

/**
 * One position of a signature: the name of a simple type (`'int'`), of a family (`'numeric'`), a full type, or a list of
 * which any will do; of a list an argument that fits none is cast to the first that it can be cast to.
 */
export type Accepted = AcceptedKind | DataType | { readonly arrayOf: Accepted } | readonly Accepted[] | ShownAccepted

/** Any of these, under words of Spark's own in messages: they may name types that there are not here. */
interface ShownAccepted {
  readonly anyOf: readonly Accepted[]
  readonly shown: string
  /** Types that are cast though they fit none, and to what. */
  readonly widened?: { readonly [kind: string]: DataType }
  /** A kind of type that is not cast, though it could be. */
  readonly except?: DataType['kind']
}

export type AcceptedKind =
  | SimpleKind
  | 'any'
  | 'numeric'
  | 'integral'
  | 'decimal'
  /** TIMESTAMP or TIMESTAMP_NTZ */
  | 'any_timestamp'
  /** TIMESTAMP_LTZ(7 to 9) or TIMESTAMP_NTZ of these */
  | 'timestamp_nanos'
  | 'day_time_interval'
  | 'year_month_interval'
  | 'array'
  | 'map'
  | 'struct'
  | 'geometry'
  | 'geography'

const familyNames: { readonly [name: string]: string } = {
  numeric: 'NUMERIC',
  integral: 'INTEGRAL',
  decimal: 'DECIMAL',
  any: 'ANY',
  any_timestamp: '(TIMESTAMP OR TIMESTAMP WITHOUT TIME ZONE)',
  timestamp_nanos: '(TIMESTAMP_LTZ(P) OR TIMESTAMP_NTZ(P) WITH P IN [7, 9])',
  day_time_interval: 'INTERVAL DAY TO SECOND',
  year_month_interval: 'INTERVAL YEAR TO MONTH',
  array: 'ARRAY',
  map: 'MAP',
  struct: 'STRUCT',
  geometry: 'GEOMETRY',
  geography: 'GEOGRAPHY',
}

/** The requirement as Spark's messages print it: `"INT"`, `("STRING" or "BINARY")`. */
export function acceptedText(accepted: Accepted): string {
  if (isShown(accepted)) return accepted.shown
  if (isList(accepted)) return `(${accepted.map(acceptedText).join(' or ')})`
  if (typeof accepted === 'string') return `"${familyNames[accepted] ?? typeSql({ kind: accepted as SimpleKind })}"`
  return 'arrayOf' in accepted
    ? `"ARRAY<${acceptedText(accepted.arrayOf).replaceAll('"', '')}>"`
    : `"${typeSql(accepted)}"`
}

function isList(accepted: Accepted): accepted is readonly Accepted[] {
  return Array.isArray(accepted)
}

function isShown(accepted: Accepted): accepted is ShownAccepted {
  return typeof accepted === 'object' && 'anyOf' in accepted
}

/** Whether a type fits as it is. */
export function accepts(accepted: Accepted, type: DataType): boolean {
  if (isShown(accepted)) return accepts(accepted.anyOf, type)
  if (isList(accepted)) return accepted.some((one) => accepts(one, type))
  if (typeof accepted !== 'string') {
    if ('arrayOf' in accepted) return type.kind === 'array' && accepts(accepted.arrayOf, type.element)
    return equalTypes(accepted, type, false)
  }
  switch (accepted) {
    case 'any':
      return true
    case 'numeric':
      return isNumeric(type)
    case 'integral':
      return isIntegral(type)
    case 'any_timestamp':
      return type.kind === 'timestamp' || type.kind === 'timestamp_ntz'
    case 'string':
      return isText(type)
    default:
      return type.kind === accepted
  }
}

const isText = (type: DataType) => type.kind === 'string' || type.kind === 'char' || type.kind === 'varchar'

/** The type a family stands for when nothing else decides (Spark's `defaultConcreteType`). */
function concreteType(accepted: Exclude<Accepted, readonly Accepted[] | ShownAccepted>): DataType {
  if (typeof accepted !== 'string') {
    if (!('arrayOf' in accepted)) return accepted
    const element: Accepted = isList(accepted.arrayOf) ? (accepted.arrayOf[0] ?? 'any') : accepted.arrayOf
    return arrayType(isList(element) || isShown(element) ? nullType : concreteType(element))
  }
  switch (accepted) {
    case 'any':
      return nullType
    case 'numeric':
      return { kind: 'double' }
    case 'integral':
      return { kind: 'int' }
    case 'decimal':
      return decimalType(38, 18)
    case 'any_timestamp':
      return { kind: 'timestamp' }
    case 'timestamp_nanos':
      return nanosTimestampType(9, false)
    case 'day_time_interval':
      return { kind: 'day_time_interval', from: 0, to: 3 }
    case 'year_month_interval':
      return { kind: 'year_month_interval', from: 0, to: 1 }
    case 'array':
      return arrayType(nullType)
    case 'map':
      return mapType(nullType, nullType)
    case 'struct':
      return structType([])
    case 'geometry':
    case 'geography':
      return { kind: accepted, srid: 'any' }
    default:
      return { kind: accepted }
  }
}

/**
 * The type an argument is implicitly cast to so that it fits (its own when it fits already).
 *
 * Rules: Spark's `AnsiTypeCoercion.implicitCast`, or `TypeCoercion.implicitCast` with `ansi` false.
 *
 * @returns undefined when Spark refuses the argument
 */
export function implicitType(from: DataType, accepted: Accepted, ansi = true): DataType | undefined {
  if (accepts(accepted, from)) return from
  if (isShown(accepted)) {
    if (accepted.except === from.kind) return undefined
    return accepted.widened?.[from.kind] ?? implicitType(from, accepted.anyOf, ansi)
  }
  if (isList(accepted)) {
    for (const one of accepted) {
      const type = implicitType(from, one, ansi)
      if (type) return type
    }
    return undefined
  }
  if (accepted === 'decimal' && isNumeric(from)) return decimalFor(from)
  if (from.kind === 'array' && typeof accepted !== 'string' && 'arrayOf' in accepted) {
    const element = implicitType(from.element, accepted.arrayOf, ansi)
    return element && arrayType(element)
  }
  const target = concreteType(accepted)
  if (from.kind === 'null') return target
  return ansi ? ansiImplicit(from, accepted, target) : legacyImplicit(from, accepted, target)
}

function ansiImplicit(from: DataType, accepted: Accepted, target: DataType): DataType | undefined {
  if (accepted === 'integral' && isNumeric(from)) return undefined
  if (isText(from) && isAtomic(target)) return target
  return canStoreAssign(from, target) ? target : undefined
}

function legacyImplicit(from: DataType, accepted: Accepted, target: DataType): DataType | undefined {
  if (accepted === 'integral' && isNumeric(from)) return undefined
  if (isNumeric(from) && isNumeric(target)) return target
  if (isText(target) && isAtomic(from)) return target
  if (isText(from)) {
    return isAtomic(target) && target.kind !== 'boolean' && !isAnsiInterval(target) ? target : undefined
  }
  if (isDatetime(from) && isDatetime(target)) return target
  if (from.kind === 'array' && target.kind === 'array') {
    const element = implicitType(from.element, target.element, false)
    return element && arrayType(element, from.containsNull)
  }
  return undefined
}

/** Nanoseconds are not lost by assigning; that a day has none is meant. */
function keepsNanos(from: DataType, to: DataType): boolean {
  if (from.kind !== 'timestamp_nanos' || to.kind === 'date') return true
  return to.kind === 'timestamp_nanos' && from.precision <= to.precision
}

/** Spark's `Cast.canANSIStoreAssign`: the casts that ANSI's store assignment allows. */
export function canStoreAssign(from: DataType, to: DataType): boolean {
  if (from.kind === 'null' || equalTypes(from, to)) return true
  if (isNumeric(from) && isNumeric(to)) return true
  if (isText(to)) return isAtomic(from) || from.kind === 'calendar_interval'
  if (isDatetime(from) && isDatetime(to)) return keepsNanos(from, to)
  if (from.kind === to.kind && isAnsiInterval(from)) return true
  if (from.kind === 'array' && to.kind === 'array') {
    return (!from.containsNull || to.containsNull) && canStoreAssign(from.element, to.element)
  }
  if (from.kind === 'map' && to.kind === 'map') {
    const nulls = !from.valueContainsNull || to.valueContainsNull
    return nulls && canStoreAssign(from.key, to.key) && canStoreAssign(from.value, to.value)
  }
  if (from.kind === 'struct' && to.kind === 'struct') {
    return (
      from.fields.length === to.fields.length &&
      from.fields.every((field, at) => {
        const other = to.fields[at]
        return other !== undefined && (!field.nullable || other.nullable) && canStoreAssign(field.type, other.type)
      })
    )
  }
  return false
}

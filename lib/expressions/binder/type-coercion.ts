/**
 * Which types meet in which type: Spark's `AnsiTypeCoercion` (the default of Spark 4) and, behind `ansi = false`, its
 * `TypeCoercion`. Types only; what wraps expressions in casts is in operands.ts and signature.ts.
 */
import type { DataType, Field } from '../../types/data-type.ts'
import {
  arrayType,
  dayTimeIntervalType,
  decimalType,
  doubleType,
  equalTypes,
  isIntegral,
  isNumeric,
  longType,
  mapType,
  nanosTimestampType,
  stringType,
  structType,
  yearMonthIntervalType,
} from '../../types/types.ts'

type DecimalType = Extract<DataType, { readonly kind: 'decimal' }>

const maxPrecision = 38

/** The decimal that holds every value of a numeric type (Spark's `DecimalType.forType`). */
export function decimalFor(type: DataType): DecimalType {
  switch (type.kind) {
    case 'decimal':
      return type
    case 'byte':
      return decimalType(3, 0)
    case 'short':
      return decimalType(5, 0)
    case 'int':
      return decimalType(10, 0)
    case 'float':
      return decimalType(14, 7)
    case 'double':
      return decimalType(30, 15)
    default:
      return decimalType(20, 0)
  }
}

/** The decimal that holds both; beyond 38 digits the fraction is cut first (`boundedPreferIntegralDigits`). */
export function widerDecimal(a: DecimalType, b: DecimalType): DecimalType {
  const scale = Math.max(a.scale, b.scale)
  const precision = Math.max(a.precision - a.scale, b.precision - b.scale) + scale
  if (precision <= maxPrecision) return decimalType(precision, scale)
  return decimalType(maxPrecision, Math.max(0, scale - (precision - maxPrecision)))
}

function holds(decimal: DecimalType, integral: DataType): boolean {
  const other = decimalFor(integral)
  return decimal.precision - decimal.scale >= other.precision && decimal.scale >= 0
}

const precedence = ['byte', 'short', 'int', 'long', 'float', 'double'] as const

function widerNumber(a: DataType, b: DataType, ansi: boolean): DataType {
  const at = (type: DataType) => precedence.indexOf(type.kind as (typeof precedence)[number])
  const wider = at(a) > at(b) ? a : b
  // An integer as FLOAT would lose digits; ANSI goes to DOUBLE instead.
  return wider.kind === 'float' && ansi ? doubleType : wider
}

const datetimes = new Set(['date', 'timestamp', 'timestamp_ntz', 'timestamp_nanos'])

/** DATE and every timestamp. */
export const isDatetime = (type: DataType) => datetimes.has(type.kind)

export const isAnsiInterval = (type: DataType) =>
  type.kind === 'day_time_interval' || type.kind === 'year_month_interval'

const isText = (type: DataType) => type.kind === 'string' || type.kind === 'char' || type.kind === 'varchar'

/** Everything but arrays, maps, structs, void and calendar intervals (Spark's `AtomicType`). */
export function isAtomic(type: DataType): boolean {
  return !['array', 'map', 'struct', 'null', 'calendar_interval'].includes(type.kind)
}

type Meet = (a: DataType, b: DataType, ansi: boolean) => DataType | undefined

/** Spark's `findTightestCommonType`: no digit is lost and no string is reinterpreted. */
export function tightestType(a: DataType, b: DataType, ansi = true): DataType | undefined {
  if (equalTypes(a, b)) return a
  if (a.kind === 'null') return b
  if (b.kind === 'null') return a
  if (isText(a) && isText(b)) return stringType
  if (isNumeric(a) && isNumeric(b)) {
    if (a.kind === 'decimal') return isIntegral(b) && holds(a, b) ? a : undefined
    if (b.kind === 'decimal') return isIntegral(a) && holds(b, a) ? b : undefined
    return widerNumber(a, b, ansi)
  }
  if (isDatetime(a) && isDatetime(b)) return widerDatetime(a, b)
  if (a.kind === 'day_time_interval' && b.kind === 'day_time_interval') {
    return dayTimeIntervalType(Math.min(a.from, b.from), Math.max(a.to, b.to))
  }
  if (a.kind === 'year_month_interval' && b.kind === 'year_month_interval') {
    return yearMonthIntervalType(Math.min(a.from, b.from), Math.max(a.to, b.to))
  }
  return complexType(a, b, ansi, tightestType)
}

/** Of two timestamps the one without a zone gives way, and the fewer digits do; a day is the first moment of it. */
function widerDatetime(a: DataType, b: DataType): DataType {
  if (a.kind === 'timestamp_nanos' || b.kind === 'timestamp_nanos') {
    return nanosTimestampType(Math.max(digitsOf(a), digitsOf(b)), !hasZone(a) && !hasZone(b))
  }
  if (a.kind === 'timestamp' || b.kind === 'timestamp') return a.kind === 'timestamp' ? a : b
  return a.kind === 'timestamp_ntz' ? a : b
}

const digitsOf = (type: DataType) => (type.kind === 'timestamp_nanos' ? type.precision : 6)

/** Whether a timestamp is a point in time, not a wall clock's reading. */
export const hasZone = (type: DataType) => (type.kind === 'timestamp_nanos' ? !type.local : type.kind === 'timestamp')

/** Arrays, maps and structs meet part by part; struct fields must have the same names (without case). */
function complexType(a: DataType, b: DataType, ansi: boolean, meet: Meet): DataType | undefined {
  if (a.kind === 'array' && b.kind === 'array') {
    const element = meet(a.element, b.element, ansi)
    if (!element) return undefined
    const nulls = a.containsNull || b.containsNull
    return arrayType(element, nulls || castMayGiveNull(a.element, element) || castMayGiveNull(b.element, element))
  }
  if (a.kind === 'map' && b.kind === 'map') {
    const key = meet(a.key, b.key, ansi)
    const value = meet(a.value, b.value, ansi)
    if (!key || !value || castMayGiveNull(a.key, key) || castMayGiveNull(b.key, key)) return undefined
    const nulls = a.valueContainsNull || b.valueContainsNull
    return mapType(key, value, nulls || castMayGiveNull(a.value, value) || castMayGiveNull(b.value, value))
  }
  if (a.kind === 'struct' && b.kind === 'struct') return structMeet(a.fields, b.fields, ansi, meet)
  return undefined
}

function structMeet(a: readonly Field[], b: readonly Field[], ansi: boolean, meet: Meet): DataType | undefined {
  if (a.length !== b.length) return undefined
  const fields: Field[] = []
  for (const [at, one] of a.entries()) {
    const other = b[at] as Field
    if (one.name.toLowerCase() !== other.name.toLowerCase()) return undefined
    const type = meet(one.type, other.type, ansi)
    if (!type) return undefined
    const nullable =
      one.nullable || other.nullable || castMayGiveNull(one.type, type) || castMayGiveNull(other.type, type)
    fields.push({ name: one.name, type, nullable })
  }
  return structType(fields)
}

/** Spark's `Cast.forceNullable`: casts that may give null for an input that is not. */
export function castMayGiveNull(from: DataType, to: DataType): boolean {
  if (from.kind === 'null' || equalTypes(from, to)) return false
  if (from.kind === 'variant') return true
  if (isText(from)) return !isText(to) && to.kind !== 'binary'
  if (isText(to) || from.kind === 'timestamp_nanos' || to.kind === 'timestamp_nanos') return false
  const integral = isIntegral(to)
  if (from.kind === 'timestamp' && integral) return to.kind !== 'long'
  if (to.kind === 'timestamp') return from.kind === 'float' || from.kind === 'double'
  if (to.kind === 'date' || to.kind === 'timestamp_ntz') return from.kind !== 'timestamp' && from.kind !== to.kind
  if (from.kind === 'date' || to.kind === 'calendar_interval') return true
  if (to.kind === 'decimal') return !holdsEvery(from, to)
  return integral && isNumeric(from) && !isIntegral(from)
}

/** Whether a decimal holds every value of a type (Spark's `canNullSafeCastToDecimal`). */
function holdsEvery(from: DataType, to: DecimalType): boolean {
  if (from.kind !== 'boolean' && from.kind !== 'decimal' && !isIntegral(from)) return false
  const narrow = from.kind === 'boolean' ? decimalType(1, 0) : decimalFor(from)
  const spare = to.precision - to.scale - (narrow.precision - narrow.scale)
  // Fewer decimals round, which may take one more digit.
  return to.scale >= narrow.scale ? spare >= 0 : from.kind === 'decimal' && spare > 0
}

/** Whether two types are the same but for nullability and the names of fields (Spark's `equalsStructurally`). */
export function sameStructure(a: DataType, b: DataType): boolean {
  if (a.kind === 'array' && b.kind === 'array') return sameStructure(a.element, b.element)
  if (a.kind === 'map' && b.kind === 'map') return sameStructure(a.key, b.key) && sameStructure(a.value, b.value)
  if (a.kind !== 'struct' || b.kind !== 'struct') return equalTypes(a, b, false)
  return (
    a.fields.length === b.fields.length &&
    a.fields.every((field, at) => sameStructure(field.type, (b.fields[at] as Field).type))
  )
}

/** Decimals with decimals, integers or floating numbers (Spark's `findWiderTypeForDecimal`). */
function decimalMeet(a: DataType, b: DataType): DataType | undefined {
  if (!isNumeric(a) || !isNumeric(b) || (a.kind !== 'decimal' && b.kind !== 'decimal')) return undefined
  if (a.kind === 'float' || a.kind === 'double' || b.kind === 'float' || b.kind === 'double') return doubleType
  return widerDecimal(decimalFor(a), decimalFor(b))
}

/**
 * What a string and another atomic type are promoted to.
 *
 * ANSI: the other type, integers as BIGINT, fractions as DOUBLE; never intervals. Otherwise: STRING, but not with
 * BINARY or BOOLEAN.
 */
export function stringMeet(a: DataType, b: DataType, ansi = true): DataType | undefined {
  if (!isText(a)) return isText(b) ? stringMeet(b, a, ansi) : undefined
  if (isText(b)) return stringType
  if (b.kind === 'null') return a
  if (!ansi) return isAtomic(b) && b.kind !== 'binary' && b.kind !== 'boolean' ? stringType : undefined
  if (isIntegral(b)) return longType
  if (isNumeric(b)) return doubleType
  return isAtomic(b) && !isAnsiInterval(b) ? b : undefined
}

/**
 * The type two values are widened to, for coalesce, CASE, arrays, IN and unions (Spark's `findWiderTypeForTwo`).
 *
 * @returns undefined when there is none
 */
export function widerType(a: DataType, b: DataType, ansi = true): DataType | undefined {
  return tightestType(a, b, ansi) ?? decimalMeet(a, b) ?? stringMeet(a, b, ansi) ?? complexType(a, b, ansi, widerType)
}

/** `widerType` over any number of types; void for none. */
export function commonType(types: readonly DataType[], ansi = true): DataType | undefined {
  const [first, ...others] = ansi ? types : stringsFirst(types)
  if (!first) return { kind: 'null' }
  let type: DataType | undefined = first
  for (const other of others) {
    type = type && widerType(type, other, ansi)
    if (!type) return undefined
  }
  return type
}

/** Without ANSI the widening is not associative where strings meet others; Spark looks at the strings first. */
function stringsFirst(types: readonly DataType[]): readonly DataType[] {
  const hasText = (type: DataType): boolean => isText(type) || (type.kind === 'array' && hasText(type.element))
  return [...types.filter(hasText), ...types.filter((type) => !hasText(type))]
}

/**
 * The type in which two values are compared by `=`, `<` and their kin.
 *
 * ANSI reads a string as the other type; otherwise dates and times win over strings, numbers too. Arrays and structs meet
 * only where no string has to be read.
 */
export function comparableType(a: DataType, b: DataType, ansi = true): DataType | undefined {
  if (ansi || isText(a) === isText(b)) return tightestType(a, b, ansi) ?? decimalMeet(a, b) ?? stringMeet(a, b, ansi)
  const other = isText(a) ? b : a
  if (!isAtomic(other) && other.kind !== 'null') return undefined
  return other.kind === 'null' ? stringType : other
}

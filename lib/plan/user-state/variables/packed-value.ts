/**
 * State values in the form in which they are packed: fields in an array, by position, as their internal values; what
 * msgpack has no form for as text (decimals beyond 64 bits, -0.0).
 */
import type { DataType, Field, SqlValue } from '../../../types/data-type.ts'
import { equalTypes } from '../../../types/types.ts'
import { fromRowValue, toRowValue } from '../../../types/values/row-value.ts'
import { Timestamp } from '../../../types/values/timestamp.ts'

/** Takes a program's value, not null, to what is packed. @throws MILLRACE_VALUE_TYPE, which names the variable and field */
export type ToPacked = (value: unknown) => unknown
/** Takes what was packed, not null, to a program's value. */
export type FromPacked = (packed: unknown) => unknown

/** @param where names the value in errors */
export function toPacked(type: DataType, where: string): ToPacked {
  const slow = slowToPacked(type, where)
  switch (type.kind) {
    case 'string':
      return (value) => (typeof value === 'string' ? value : slow(value))
    case 'boolean':
      return (value) => (typeof value === 'boolean' ? value : slow(value))
    case 'int':
      return (value) =>
        typeof value === 'number' && (value | 0) === value && !isNegativeZero(value) ? value : slow(value)
    case 'double':
      return (value) => (typeof value === 'number' && !isNegativeZero(value) ? value : slow(value))
    case 'timestamp':
      return (value) => (value instanceof Timestamp ? value.micros : slow(value))
    default:
      return slow
  }
}

function slowToPacked(type: DataType, where: string): ToPacked {
  const packed = packedForm(type)
  return (value) => {
    const internal = fromRowValue(type, value, where)
    return internal === null || packed === undefined ? internal : packed(internal)
  }
}

export function fromPacked(type: DataType): FromPacked {
  switch (type.kind) {
    case 'string':
    case 'boolean':
    case 'byte':
    case 'short':
    case 'int':
    case 'long':
    case 'binary':
      return (packed) => packed
    case 'float':
    case 'double':
      return (packed) => (typeof packed === 'number' ? packed : Number(packed))
    case 'timestamp':
      return (packed) => new Timestamp(packed as bigint)
    default: {
      const internal = internalForm(type)
      return (packed) => toRowValue(type, (internal === undefined ? packed : internal(packed)) as SqlValue)
    }
  }
}

/** Whole numbers that may take more than 64 bits. */
const isWide = (type: DataType) => type.kind === 'decimal' || type.kind === 'timestamp_nanos'
const isNegativeZero = (value: unknown): boolean => Object.is(value, -0)
const limit = 1n << 63n

type Convert = (value: unknown) => unknown

/** How internal values of a type are packed; undefined = as they are. */
function packedForm(type: DataType): Convert | undefined {
  if (isWide(type)) {
    return (value) => ((value as bigint) < limit && (value as bigint) >= -limit ? value : String(value))
  }
  if (type.kind === 'double' || type.kind === 'float') return (value) => (isNegativeZero(value) ? '-0' : value)
  return nestedForm(type, packedForm)
}

/** The way back from `packedForm`. */
function internalForm(type: DataType): Convert | undefined {
  if (isWide(type)) return (packed) => BigInt(packed as bigint | string)
  if (type.kind === 'double' || type.kind === 'float') return Number
  return nestedForm(type, internalForm)
}

function nestedForm(type: DataType, formOf: (type: DataType) => Convert | undefined): Convert | undefined {
  if (type.kind === 'array') {
    const element = formOf(type.element)
    return element && ((value) => (value as readonly unknown[]).map((one) => (one === null ? null : element(one))))
  }
  if (type.kind === 'map') {
    const [key, value] = [formOf(type.key), formOf(type.value)]
    if (!key && !value) return undefined
    return (entries) =>
      (entries as readonly (readonly [unknown, unknown])[]).map(([k, v]) => [
        key ? key(k) : k,
        v !== null && value ? value(v) : v,
      ])
  }
  if (type.kind !== 'struct') return undefined
  const forms = type.fields.map((one) => formOf(one.type))
  if (forms.every((one) => one === undefined)) return undefined
  return (row) =>
    (row as readonly unknown[]).map((one, at) => {
      const form = forms[at]
      return one === null || form === undefined ? one : form(one)
    })
}

/** Takes packed fields of an older schema to those of a newer one. */
export type Evolve = (packed: readonly unknown[]) => unknown[]

/**
 * How rows of one schema are read as rows of another: by name; fields that are new are null, fields that are gone are
 * passed over, numbers may have become wider, and text binary. Avro's rules of schema resolution, as in Spark.
 *
 * @returns undefined when they cannot be
 */
export function evolveFields(writer: readonly Field[], reader: readonly Field[]): Evolve | undefined {
  const found: ((packed: readonly unknown[]) => unknown)[] = []
  for (const { name, type } of reader) {
    const at = writer.findIndex((one) => one.name === name)
    if (at < 0) {
      found.push(() => null)
      continue
    }
    const convert = evolveType((writer[at] as Field).type, type)
    if (convert === undefined) return undefined
    found.push((packed) => {
      const value = packed[at] ?? null
      return value === null ? null : convert(value)
    })
  }
  return (packed) => found.map((one) => one(packed))
}

const same: Convert = (value) => value
const whole: readonly string[] = ['byte', 'short', 'int', 'long']

function evolveType(writer: DataType, reader: DataType): Convert | undefined {
  if (writer.kind === reader.kind) return evolveNested(writer, reader)
  const [from, to] = [whole.indexOf(writer.kind), whole.indexOf(reader.kind)]
  if (from >= 0 && to > from) return reader.kind === 'long' ? (value) => BigInt(value as number) : same
  if (from >= 0 && (reader.kind === 'float' || reader.kind === 'double')) return Number
  return writer.kind === 'float' && reader.kind === 'double' ? same : undefined
}

/** Of two types of one kind. */
function evolveNested(writer: DataType, reader: DataType): Convert | undefined {
  if (writer.kind === 'array') {
    const element = evolveType(writer.element, (reader as typeof writer).element)
    return element && ((value) => (value as readonly unknown[]).map((one) => (one === null ? null : element(one))))
  }
  if (writer.kind === 'map') {
    const other = reader as typeof writer
    const [key, value] = [evolveType(writer.key, other.key), evolveType(writer.value, other.value)]
    if (!key || !value) return undefined
    return (entries) =>
      (entries as readonly (readonly [unknown, unknown])[]).map(([k, v]) => [key(k), v === null ? null : value(v)])
  }
  if (writer.kind === 'struct') {
    const fields = evolveFields(writer.fields, (reader as typeof writer).fields)
    return fields && ((value) => fields(value as readonly unknown[]))
  }
  if (writer.kind === 'decimal') {
    const other = reader as typeof writer
    return writer.precision === other.precision && writer.scale === other.scale ? same : undefined
  }
  if (writer.kind === 'timestamp_nanos') return equalTypes(writer, reader) ? same : undefined
  return same
}

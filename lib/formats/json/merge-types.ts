/** How types that differ between records become one: Spark's `JsonInferSchema.compatibleType`. */
import type { DataType, Field } from '../../types/data-type.ts'
import { doubleType, floatType, isIntegral, isNumeric } from '../../types/types.ts'
import { compatibleDecimals, string } from '../inferred-types.ts'

/** The type that holds values of both; `all` holds all: STRING in files, VARIANT among variants. */
export function compatibleType(a: DataType, b: DataType, all: DataType = string): DataType {
  if (a.kind === 'null') return b
  if (b.kind === 'null') return a
  if (a.kind === 'struct' && b.kind === 'struct') {
    return tightestStruct(a.fields, b.fields) ?? { kind: 'struct', fields: mergedFields(a.fields, b.fields, all) }
  }
  if (a.kind === 'array' && b.kind === 'array') {
    return { kind: 'array', element: compatibleType(a.element, b.element, all), containsNull: true }
  }
  if (a.kind === b.kind && a.kind !== 'decimal') return a
  return compatibleDecimals(a, b) ?? widerFloat(a, b) ?? widerTime(a, b) ?? all
}

/** FLOAT holds whole numbers as far as Spark is concerned; all else that is a number makes it DOUBLE. */
function widerFloat(a: DataType, b: DataType): DataType | undefined {
  const other = a.kind === 'float' ? b : b.kind === 'float' ? a : undefined
  if (other === undefined || !isNumeric(other)) return undefined
  return isIntegral(other) ? floatType : doubleType
}

/** Of days and times the one that says more, of times the one with a zone. */
function widerTime(a: DataType, b: DataType): DataType | undefined {
  const kinds = ['date', 'timestamp_ntz', 'timestamp']
  const [one, other] = [kinds.indexOf(a.kind), kinds.indexOf(b.kind)]
  if (one < 0 || other < 0) return undefined
  return one > other ? a : b
}

/**
 * `TypeCoercion.findTypeForComplex`: structs whose fields have the same names but for case, one by one, and types of which
 * one holds the other, are one struct with the first one's names.
 */
function tightestStruct(a: readonly Field[], b: readonly Field[]): DataType | undefined {
  if (a.length !== b.length) return undefined
  const fields: Field[] = []
  for (const [at, one] of a.entries()) {
    const other = b[at] as Field
    if (one.name.toLowerCase() !== other.name.toLowerCase()) return undefined
    const type = tightestType(one.type, other.type)
    if (type === undefined) return undefined
    fields.push(field(one.name, type))
  }
  return { kind: 'struct', fields }
}

/** The one of two types that holds all values of the other, without loss; undefined when there is none. */
function tightestType(a: DataType, b: DataType): DataType | undefined {
  if (a.kind === 'null') return b
  if (b.kind === 'null') return a
  if (a.kind === 'struct' && b.kind === 'struct') return tightestStruct(a.fields, b.fields)
  if (a.kind === 'array' && b.kind === 'array') {
    const element = tightestType(a.element, b.element)
    return element && { kind: 'array', element, containsNull: true }
  }
  if (a.kind === b.kind && a.kind !== 'decimal') return a
  const decimals = a.kind === 'decimal' || b.kind === 'decimal'
  const common = compatibleDecimals(a, b)
  if (!decimals) return common
  // A decimal type must be one of the two.
  const isOneOf = (one: DataType): boolean =>
    one.kind === 'decimal' &&
    common?.kind === 'decimal' &&
    one.precision === common.precision &&
    one.scale === common.scale
  if (a.kind === b.kind) return isOneOf(a) && isOneOf(b) ? a : undefined
  return isOneOf(a) ? a : isOneOf(b) ? b : undefined
}

/** Both lists are in the order of names; so is the result. A name may stand in one list twice. */
function mergedFields(a: readonly Field[], b: readonly Field[], all: DataType): Field[] {
  const merged: Field[] = []
  let i = 0
  let j = 0
  while (i < a.length && j < b.length) {
    const [one, other] = [a[i] as Field, b[j] as Field]
    if (one.name === other.name) merged.push(field(one.name, compatibleType(one.type, other.type, all)))
    else merged.push(one.name < other.name ? one : other)
    if (one.name <= other.name) i++
    if (one.name >= other.name) j++
  }
  return [...merged, ...a.slice(i), ...b.slice(j)]
}

/** A field that may be null, as all inferred ones. */
export const field = (name: string, type: DataType): Field => ({ name, type, nullable: true })

/** In the order of names by UTF-16 units, as Java compares strings. */
export const sorted = (fields: readonly Field[]): Field[] =>
  fields.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))

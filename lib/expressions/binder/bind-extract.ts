/** `a[0]`, `m['k']`, `s.f`: what is taken out of a value depends on the value's type (Spark's `ExtractValue`). */
import { MillraceError } from '../../errors.ts'
import type { DataType, Field } from '../../types/data-type.ts'
import { quoteIdentifier } from '../../types/ddl/identifier.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import { arrayType, intType, isIntegral } from '../../types/types.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import { arrayItem, arrayStructFields, mapValue, structField } from '../extract/extractions.ts'
import { implicitType } from './accepted.ts'
import { unexpectedType } from './mismatch.ts'

interface ExtractContext {
  readonly ansi: boolean
  cast(input: Bound, type: DataType): Bound
}

/**
 * Binds `input[key]`, or `input.key` where the key is a text literal.
 *
 * @throws FIELD_NOT_FOUND, AMBIGUOUS_REFERENCE_TO_FIELDS, INVALID_EXTRACT_FIELD_TYPE, INVALID_EXTRACT_BASE_FIELD_TYPE,
 *   DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE
 */
export function bindExtract(input: Bound, key: Bound, context: ExtractContext): Bound {
  const name =
    key.kind === 'literal' && key.type.kind === 'string' && key.value !== null ? String(key.value) : undefined
  const { type } = input
  if (type.kind === 'struct') {
    if (name === undefined) throw notAFieldName(key)
    return field(input, type.fields, name)
  }
  if (type.kind === 'array') {
    const { element } = type
    if (element.kind === 'struct' && name !== undefined) return fieldOfEach(input, type, element.fields, name)
    return item(input, key, type, context)
  }
  if (type.kind === 'map') return valueFor(input, key, type, context)
  throw new MillraceError(
    'INVALID_EXTRACT_BASE_FIELD_TYPE',
    `Can't extract a value from "${boundText(input)}". Need a complex type [STRUCT, ARRAY, MAP] but got "${typeSql(type)}".`,
    { sqlState: '42000', parameters: { base: `"${boundText(input)}"`, other: `"${typeSql(type)}"` } },
  )
}

function notAFieldName(key: Bound): MillraceError {
  return new MillraceError(
    'INVALID_EXTRACT_FIELD_TYPE',
    `Field name should be a non-null string literal, but it's "${boundText(key)}".`,
    { sqlState: '42000', parameters: { extraction: `"${boundText(key)}"` } },
  )
}

/** Position of a field by name without case. */
export function fieldPosition(fields: readonly Field[], name: string): number {
  const at = fields.flatMap((one, position) => (one.name.toLowerCase() === name.toLowerCase() ? [position] : []))
  if (at.length === 1) return at[0] as number
  if (at.length > 1) {
    throw new MillraceError(
      'AMBIGUOUS_REFERENCE_TO_FIELDS',
      `Ambiguous reference to the field ${quoteIdentifier(name)}. It appears ${at.length} times in the schema.`,
      { sqlState: '42000', parameters: { field: quoteIdentifier(name), count: `${at.length}` } },
    )
  }
  const names = fields.map((one) => quoteIdentifier(one.name)).join(', ')
  throw new MillraceError('FIELD_NOT_FOUND', `No such struct field ${quoteIdentifier(name)} in ${names}.`, {
    sqlState: '42704',
    parameters: { fieldName: quoteIdentifier(name), fields: names },
  })
}

/** One field of a struct by position. */
export function fieldAt(input: Bound, fields: readonly Field[], position: number): Bound {
  const { name, type, nullable } = fields[position] as Field
  return {
    kind: 'call',
    name: structField.name,
    args: [input],
    type,
    nullable: input.nullable || nullable,
    data: { position },
    text: `${boundText(input)}.${name}`,
  }
}

function field(input: Bound, fields: readonly Field[], name: string): Bound {
  return fieldAt(input, fields, fieldPosition(fields, name))
}

type ArrayType = Extract<DataType, { readonly kind: 'array' }>
type MapType = Extract<DataType, { readonly kind: 'map' }>

function fieldOfEach(input: Bound, type: ArrayType, fields: readonly Field[], name: string): Bound {
  const position = fieldPosition(fields, name)
  const { name: spelled, type: element, nullable } = fields[position] as Field
  return {
    kind: 'call',
    name: arrayStructFields.name,
    args: [input],
    type: arrayType(element, type.containsNull || nullable),
    nullable: input.nullable,
    data: { position },
    text: `${boundText(input)}.${spelled}`,
  }
}

function item(input: Bound, key: Bound, type: ArrayType, context: ExtractContext): Bound {
  const text = `${boundText(input)}[${boundText(key)}]`
  // Spark casts nothing here, not even a string that is a number.
  if (!isIntegral(key.type) && key.type.kind !== 'null') {
    throw unexpectedType({ name: arrayItem.name, text }, 1, key, 'integral')
  }
  return {
    kind: 'call',
    name: arrayItem.name,
    args: [input, key.type.kind === 'null' ? context.cast(key, intType) : key],
    type: type.element,
    nullable: itemNullable(input, key, type, context.ansi),
    text,
  }
}

/** A known element of `array(…)` is as nullable as it is there; ANSI raises on bad positions instead of giving null. */
function itemNullable(input: Bound, key: Bound, type: ArrayType, ansi: boolean): boolean {
  if (key.kind !== 'literal') return ansi ? input.nullable || key.nullable || type.containsNull : true
  const elements = input.kind === 'call' && input.name === 'array' ? input.args : []
  return elements[Number(key.value)]?.nullable ?? true
}

function valueFor(input: Bound, key: Bound, type: MapType, context: ExtractContext): Bound {
  const text = `${boundText(input)}[${boundText(key)}]`
  const keyType = implicitType(key.type, type.key, context.ansi)
  if (!keyType) throw unexpectedType({ name: mapValue.name, text }, 1, key, type.key)
  return {
    kind: 'call',
    name: mapValue.name,
    args: [input, context.cast(key, keyType)],
    type: type.value,
    nullable: true,
    text,
  }
}

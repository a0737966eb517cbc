/** Single values as JSON text, as Spark's `JacksonGenerator` writes them: to_json, and what the fast encoder leaves over. */
import { MillraceError } from '../../errors.ts'
import type { DataType, Field, SqlValue } from '../../types/data-type.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import { quoteJson } from '../../types/json-text.ts'
import { javaDouble, javaFloat } from '../../types/number-text.ts'
import { nanosValueText } from '../../types/time/micros-of-nanos.ts'
import { zone } from '../../types/time/zone.ts'
import { Variant } from '../../types/variant/variant.ts'
import { variantJson } from '../../types/variant/variant-json.ts'
import type { JsonWriteOptions } from './options.ts'
import { textWriterOf } from './text-writers.ts'

/** Text of a value that is not null. `indent` is the line break and blanks before what stands at this depth. */
type Write = (value: SqlValue, indent: string) => string

/** Writes the values of one type. */
export class JsonValueWriter {
  readonly #write: Write

  /**
   * @param type any type; at the top level to_json takes structs, arrays, maps and variants
   * @throws UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE for a type without a text, INVALID_DATETIME_PATTERN, INVALID_TIMEZONE
   */
  constructor(type: DataType, options: JsonWriteOptions) {
    this.#write = writerOf(type, options)
  }

  /** Text of a value, internal form (`lib/types/data-type.ts`), not null. */
  text(value: SqlValue): string {
    return this.#write(value, '\n')
  }
}

function writerOf(type: DataType, options: JsonWriteOptions): Write {
  const text = textWriterOf(type, options)
  if (text !== undefined) {
    const ascii = options.writeNonAsciiCharacterAsCodePoint
    return (value) => quoteJson(text(value), ascii)
  }
  switch (type.kind) {
    case 'array':
      return arrayWriter(writerOf(type.element, options), options)
    case 'map':
      return mapWriter(type.key, writerOf(type.value, options), options)
    case 'struct':
      return structWriter(type.fields, options)
    case 'variant':
      return variantWriter(options)
    default:
      return scalarWriter(type, options)
  }
}

/** Variants have a form of their own, which no option changes but the zone. */
function variantWriter(options: JsonWriteOptions): Write {
  const session = zone(options.zone)
  return (value) => variantJson(Variant.of(value), session)
}

function scalarWriter(type: DataType, options: JsonWriteOptions): Write {
  switch (type.kind) {
    case 'boolean':
    case 'byte':
    case 'short':
    case 'int':
    case 'long':
      return String
    case 'float':
    case 'double': {
      const print = type.kind === 'float' ? javaFloat : javaDouble
      return (value) => (Number.isFinite(value) ? print(value as number) : `"${value as number}"`)
    }
    case 'decimal':
      return (value) => decimalText(value as bigint, type.scale)
    case 'string':
    case 'char':
    case 'varchar':
      return (value) => quoteJson(value as string, options.writeNonAsciiCharacterAsCodePoint)
    case 'binary':
      return (value) => `"${base64(value as Uint8Array)}"`
    case 'null':
      return () => 'null'
    default:
      throw unwritable(type)
  }
}

/** `java.math.BigDecimal.toString`: exponents from 1E-7 on. */
export function decimalText(unscaled: bigint, scale: number): string {
  const sign = unscaled < 0n ? '-' : ''
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString()
  if (scale === 0) return sign + digits
  const exponent = digits.length - 1 - scale
  if (exponent < -6) {
    return `${sign}${digits[0]}${digits.length > 1 ? `.${digits.slice(1)}` : ''}E${exponent}`
  }
  const padded = digits.padStart(scale + 1, '0')
  return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`
}

function base64(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}

function arrayWriter(element: Write, { pretty }: JsonWriteOptions): Write {
  return (value, indent) => {
    const parts = (value as readonly SqlValue[]).map((one) => (one === null ? 'null' : element(one, indent)))
    if (!pretty) return `[${parts.join(',')}]`
    return parts.length === 0 ? '[ ]' : `[ ${parts.join(', ')} ]`
  }
}

function mapWriter(key: DataType, entry: Write, options: JsonWriteOptions): Write {
  const name = keyText(key)
  return (value, indent) => {
    const inner = `${indent}  `
    const parts = (value as readonly (readonly [SqlValue, SqlValue])[]).map(
      ([one, content]): readonly [string, string] => [name(one), content === null ? 'null' : entry(content, inner)],
    )
    if (options.sortKeys) parts.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    return objectText(parts, indent, options)
  }
}

function structWriter(fields: readonly Field[], options: JsonWriteOptions): Write {
  const members = fields.map((one, at) => ({ name: one.name, at, write: writerOf(one.type, options) }))
  if (options.sortKeys) members.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  return (value, indent) => {
    const inner = `${indent}  `
    const parts: [string, string][] = []
    for (const { name, at, write } of members) {
      const content = (value as readonly SqlValue[])[at] ?? null
      if (content !== null) parts.push([name, write(content, inner)])
      else if (!options.ignoreNullFields) parts.push([name, 'null'])
    }
    return objectText(parts, indent, options)
  }
}

/** Jackson's default pretty printer: blanks around colons, members on lines of their own, `{ }` for none. */
function objectText(parts: readonly (readonly [string, string])[], indent: string, options: JsonWriteOptions): string {
  const { pretty, writeNonAsciiCharacterAsCodePoint: ascii } = options
  const colon = pretty ? ' : ' : ':'
  const members = parts.map(([name, text]) => quoteJson(name, ascii) + colon + text)
  if (!pretty) return `{${members.join(',')}}`
  return members.length === 0 ? '{ }' : `{${indent}  ${members.join(`,${indent}  `)}${indent}}`
}

/** Keys are what `toString` makes of Spark's internal values: a timestamp is its microseconds. */
function keyText(type: DataType): (key: SqlValue) => string {
  switch (type.kind) {
    case 'decimal':
      return (key) => decimalText(key as bigint, type.scale)
    case 'float':
      return (key) => javaFloat(key as number)
    case 'double':
      return (key) => javaDouble(key as number)
    case 'timestamp_nanos':
      return (key) => nanosValueText(key as bigint)
    case 'struct': {
      const parts = type.fields.map((one) => keyText(one.type))
      return (key) =>
        `[${(key as readonly SqlValue[]).map((one, at) => (one === null ? 'null' : (parts[at] as (key: SqlValue) => string)(one))).join(',')}]`
    }
    case 'array': {
      const element = keyText(type.element)
      return (key) => `[${(key as readonly SqlValue[]).map((one) => (one === null ? 'null' : element(one))).join(',')}]`
    }
    case 'binary':
      // Spark prints the identity of a Java object, which nobody can read back.
      return (key) => base64(key as Uint8Array)
    default:
      return String
  }
}

/** Spark's refusal of a type; `column` is the column that has it, where one is known. */
export function unwritable(type: DataType, column?: string): MillraceError {
  const name = typeSql(type)
  const where = column === undefined ? '' : `column \`${column}\` of the `
  return new MillraceError(
    'UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE',
    `The JSON datasource doesn't support the ${where}type "${name}".`,
    {
      sqlState: '0A000',
      parameters: { format: 'JSON', columnType: name, ...(column === undefined ? {} : { columnName: column }) },
    },
  )
}

/**
 * The schema of JSON records, from what they hold: Spark's `JsonInferSchema`. A number is BIGINT, DOUBLE or DECIMAL,
 * other texts are strings unless options say that they may be decimals or times; what differs between records is
 * widened, and at worst is STRING.
 */
import { utf8Of } from '../../columnar/bytes.ts'
import { MillraceError } from '../../errors.ts'
import type { DataType, Field } from '../../types/data-type.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import { Schema } from '../../types/schema.ts'
import type { Chunk, FormatOptions, Framing, SchemaInference } from '../format.ts'
import { flagOption } from '../format-options.ts'
import { compatibleDecimals, decimalOfText, decimalType, double, long, nothing, string } from '../inferred-types.ts'
import { plainDecimal } from './converters.ts'
import { foreignEncoding, transcodedRecord } from './foreign-encoding.ts'
import { JsonFailure } from './json-cursor.ts'
import { JsonTokens, Token } from './json-tokens.ts'
import type { JsonReadOptions } from './options.ts'
import { RecordEnds } from './record-ends.ts'
import { type TextReader, textReaderOf } from './text-readers.ts'

/** Options that only matter while types are looked for. */
export interface JsonInferenceOptions {
  readonly primitivesAsString: boolean
  readonly prefersDecimal: boolean
  readonly inferTimestamp: boolean
  readonly dropFieldIfAllNull: boolean
}

/** @throws MILLRACE_OPTION_INVALID with Spark's text */
export function jsonInferenceOptions(options: FormatOptions): JsonInferenceOptions {
  return {
    primitivesAsString: flagOption(options, 'primitivesAsString', false),
    prefersDecimal: flagOption(options, 'prefersDecimal', false),
    inferTimestamp: flagOption(options, 'inferTimestamp', false),
    dropFieldIfAllNull: flagOption(options, 'dropFieldIfAllNull', false),
  }
}

/** Looks at one record after another; `schema` says what all of them fit. */
export class JsonSchemaInference implements SchemaInference {
  readonly #options: JsonReadOptions
  readonly #types: JsonTypes
  readonly #tokens: JsonTokens
  /** The type of all records; undefined before the first. */
  #root: DataType | undefined

  readonly #framing: Framing
  readonly #ends: RecordEnds
  readonly #keeps: () => boolean

  /**
   * @param keeps asked for every record in turn: is it part of the sample?
   * @throws INVALID_DATETIME_PATTERN, INVALID_TIMEZONE
   */
  constructor(options: JsonReadOptions, inference: JsonInferenceOptions, framing: Framing, keeps: () => boolean) {
    this.#options = options
    this.#framing = framing
    this.#ends = new RecordEnds(framing.kind === 'lines' ? framing.separator : undefined)
    this.#keeps = keeps
    this.#types = new JsonTypes(options, inference)
    this.#tokens = new JsonTokens(options, options.encoding !== undefined)
  }

  /** @throws Spark's error for a malformed record in FAILFAST mode */
  add({ bytes, from, end }: Chunk): boolean {
    if (this.#framing.kind === 'file') this.#addRecord(bytes, from, end)
    else {
      for (let at = from; at < end; at = this.#ends.next) {
        this.#ends.find(bytes, at, end)
        this.#addRecord(bytes, at, this.#ends.end)
      }
    }
    return true
  }

  #addRecord(bytes: Uint8Array, from: number, end: number): void {
    if (!this.#keeps()) return
    const type = this.#typeOf(bytes, from, end)
    if (type !== undefined) this.#root = this.#root === undefined ? type : this.#rootType(this.#root, type)
  }

  /** The columns; none when no record was an object. */
  schema(): Schema {
    const root = this.#rootType({ kind: 'struct', fields: [] }, this.#root ?? nothing)
    const canonical = this.#types.canonical(root)
    return new Schema(canonical?.kind === 'struct' ? canonical.fields : [])
  }

  #typeOf(bytes: Uint8Array, from: number, end: number): DataType | undefined {
    const tokens = this.#tokens
    try {
      const foreign = this.#options.encoding === undefined ? foreignEncoding(bytes, from, end) : undefined
      if (foreign === undefined) tokens.reset(bytes, from, end)
      else {
        const text = transcodedRecord(bytes, from, end, foreign)
        tokens.reset(text, 0, text.length)
      }
      tokens.next()
      return this.#types.typeAt(tokens)
    } catch (error) {
      if (!(error instanceof JsonFailure)) throw error
      return this.#malformed(error)
    }
  }

  #malformed(failure: JsonFailure): DataType | undefined {
    const { mode, columnNameOfCorruptRecord } = this.#options
    if (mode === 'DROPMALFORMED') return undefined
    if (mode === 'PERMISSIVE') return { kind: 'struct', fields: [field(columnNameOfCorruptRecord, string)] }
    throw new MillraceError(
      'MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION',
      `Malformed records are detected in record parsing: ${columnNameOfCorruptRecord}.\nParse Mode: FAILFAST. To process ` +
        `malformed records as null result, try setting the option 'mode' as 'PERMISSIVE'.\n${failure.message}`,
      { sqlState: '22023', parameters: { badRecord: columnNameOfCorruptRecord, failFastMode: 'FAILFAST' } },
    )
  }

  /** `compatibleRootType`: an array at the top stands for its elements, anything else but objects is corrupt. */
  #rootType(a: DataType, b: DataType): DataType {
    if (a.kind === 'array') return this.#rootType(a.element, b)
    if (b.kind === 'array') return this.#rootType(a, b.element)
    if (a.kind === 'struct' && b.kind === 'null') return a
    if (b.kind === 'struct' && a.kind === 'null') return b
    if (a.kind === 'struct' && b.kind !== 'struct') return this.#withCorrupt(a.fields, b)
    if (b.kind === 'struct' && a.kind !== 'struct') return this.#withCorrupt(b.fields, a)
    return compatibleType(a, b)
  }

  #withCorrupt(fields: readonly Field[], other: DataType): DataType {
    const { mode, columnNameOfCorruptRecord } = this.#options
    if (mode === 'FAILFAST') throw notAnObject(other)
    if (mode === 'DROPMALFORMED' || fields.some(({ name }) => name === columnNameOfCorruptRecord)) {
      return { kind: 'struct', fields }
    }
    return { kind: 'struct', fields: sorted([field(columnNameOfCorruptRecord, string), ...fields]) }
  }
}

/** Types of single values: for records of files and for `schema_of_json`. */
export class JsonTypes {
  readonly #options: JsonReadOptions
  readonly #inference: JsonInferenceOptions
  readonly #readTime: TextReader | undefined

  constructor(options: JsonReadOptions, inference: JsonInferenceOptions) {
    this.#options = options
    this.#inference = inference
    this.#readTime = inference.inferTimestamp
      ? textReaderOf({ kind: 'timestamp' }, { ...options, enableDateTimeParsingFallback: false })
      : undefined
  }

  /** `inferField`: the type of the value at the current token, which is left at its last token. */
  typeAt(tokens: JsonTokens): DataType {
    if (tokens.token === Token.name) tokens.next()
    switch (tokens.token) {
      case Token.none:
      case Token.null:
        return nothing
      case Token.string:
        return this.#textType(tokens.text())
      case Token.objectStart:
        return this.#objectType(tokens)
      case Token.arrayStart: {
        let element = nothing
        while (tokens.next() !== Token.arrayEnd) element = compatibleType(element, this.typeAt(tokens))
        return { kind: 'array', element, containsNull: true }
      }
      case Token.true:
      case Token.false:
        return this.#inference.primitivesAsString ? string : { kind: 'boolean' }
      default:
        return this.#inference.primitivesAsString ? string : this.#numberType(tokens)
    }
  }

  #objectType(tokens: JsonTokens): DataType {
    const fields: Field[] = []
    while (tokens.next() !== Token.objectEnd) {
      const name = tokens.name ?? ''
      fields.push(field(name, this.typeAt(tokens)))
    }
    return { kind: 'struct', fields: sorted(fields) }
  }

  /** An empty string may stand for anything. */
  #textType(text: string): DataType {
    if (text === '') return nothing
    if (this.#inference.prefersDecimal) {
      const decimal = decimalOfText(plainDecimal(text, this.#options.locale))
      if (decimal !== undefined && decimal.scale >= 0 && decimal.scale <= decimal.precision && decimal.precision <= 38)
        return decimalType(decimal.precision, decimal.scale)
    }
    return this.#readTime?.(text) === undefined ? string : { kind: 'timestamp' }
  }

  #numberType(tokens: JsonTokens): DataType {
    const text = tokens.text()
    if (tokens.token === Token.integer) {
      const value = BigInt(text)
      if (value === BigInt.asIntN(64, value)) return long
    } else if (!this.#inference.prefersDecimal) return double
    const decimal = decimalOfText(text)
    // A NaN has no digits: Java's exception spoils the record.
    if (decimal === undefined) throw new JsonFailure(`Not a decimal number: ${text}`, tokens.start)
    const precision = Math.max(decimal.precision, decimal.scale)
    if (precision > 38) return double
    if (decimal.scale < 0) throw negativeScale(decimal.scale)
    return decimalType(precision, decimal.scale)
  }

  /** Without what is of no type: fields without a name, structs without fields; undefined when nothing is left. */
  canonical(type: DataType): DataType | undefined {
    switch (type.kind) {
      case 'array': {
        const element = this.canonical(type.element)
        return element && { ...type, element }
      }
      case 'struct': {
        const fields = type.fields.flatMap((one) => {
          const kept = one.name === '' ? undefined : this.canonical(one.type)
          return kept === undefined ? [] : [{ ...one, type: kept }]
        })
        return fields.length === 0 ? undefined : { ...type, fields }
      }
      case 'null':
        return this.#inference.dropFieldIfAllNull ? undefined : string
      default:
        return type
    }
  }
}

/**
 * The type of a text: Spark's `schema_of_json`.
 *
 * @throws MALFORMED_JSON_TEXT-like errors of Jackson as MillraceError
 */
export function schemaOfJsonText(text: string, options: JsonReadOptions, inference: JsonInferenceOptions): DataType {
  const types = new JsonTypes(options, inference)
  const tokens = new JsonTokens(options)
  const bytes = utf8Of(text)
  tokens.reset(bytes, 0, bytes.length)
  tokens.next()
  const type = types.typeAt(tokens)
  const canonical = types.canonical(type)
  if (canonical !== undefined) return canonical
  const nothingLeft: DataType = { kind: 'struct', fields: [] }
  if (type.kind === 'struct') return nothingLeft
  if (type.kind === 'array' && type.element.kind === 'struct') return { ...type, element: nothingLeft }
  return string
}

/** The type that holds values of both; STRING holds all. */
export function compatibleType(a: DataType, b: DataType): DataType {
  if (a.kind === 'null') return b
  if (b.kind === 'null') return a
  if (a.kind === 'struct' && b.kind === 'struct') {
    return tightestStruct(a.fields, b.fields) ?? { kind: 'struct', fields: mergedFields(a.fields, b.fields) }
  }
  if (a.kind === 'array' && b.kind === 'array') {
    return { kind: 'array', element: compatibleType(a.element, b.element), containsNull: true }
  }
  if (a.kind === b.kind && a.kind !== 'decimal') return a
  return compatibleDecimals(a, b) ?? string
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
function mergedFields(a: readonly Field[], b: readonly Field[]): Field[] {
  const merged: Field[] = []
  let i = 0
  let j = 0
  while (i < a.length && j < b.length) {
    const [one, other] = [a[i] as Field, b[j] as Field]
    if (one.name === other.name) merged.push(field(one.name, compatibleType(one.type, other.type)))
    else merged.push(one.name < other.name ? one : other)
    if (one.name <= other.name) i++
    if (one.name >= other.name) j++
  }
  return [...merged, ...a.slice(i), ...b.slice(j)]
}

const field = (name: string, type: DataType): Field => ({ name, type, nullable: true })

/** By UTF-16 units, as Java compares strings. */
const sorted = (fields: readonly Field[]): Field[] =>
  fields.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))

/** Spark cannot make such a type, and does not go on. */
function negativeScale(scale: number): MillraceError {
  return new MillraceError(
    'NEGATIVE_SCALE_DISALLOWED',
    `Negative scale is not allowed: '${scale}'. Read such numbers without the option prefersDecimal.`,
    { sqlState: '0A000', parameters: { scale: `'${scale}'` } },
  )
}

function notAnObject(type: DataType): MillraceError {
  return new MillraceError(
    'INVALID_JSON_RECORD_TYPE',
    'Detected an invalid type of a JSON record while inferring a common schema in the mode FAILFAST. Expected a STRUCT ' +
      `type, but found "${typeSql(type)}".`,
    { sqlState: '22023', parameters: { failFastMode: 'FAILFAST', invalidType: typeSql(type) } },
  )
}

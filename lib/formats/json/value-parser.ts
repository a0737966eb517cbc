/** JSON text to one value of a type: Spark's `from_json`. */
import { utf8Of } from '../../columnar/bytes.ts'
import type { DataType, Field, SqlValue } from '../../types/data-type.ts'
import { type Converter, converterOf, objectReader } from './converters.ts'
import { JsonFailure } from './json-cursor.ts'
import { JsonTokens } from './json-tokens.ts'
import { malformedRecord, recordSample } from './malformed-record.ts'
import type { JsonReadOptions } from './options.ts'
import { PartialValue } from './partial-value.ts'
import { Token } from './token.ts'

/** Reads texts into values of one type (a struct, array or map at the top). One per expression: it keeps its buffers. */
export class JsonValueParser {
  readonly #tokens: JsonTokens
  readonly #root: Converter
  readonly #options: JsonReadOptions
  readonly #fields: readonly Field[] | undefined
  /** Position of the corrupt-record column among the fields of a struct; -1 = none. */
  readonly #corrupt: number

  /** @throws UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE, INVALID_DATETIME_PATTERN, INVALID_TIMEZONE */
  constructor(type: DataType, options: JsonReadOptions) {
    this.#tokens = new JsonTokens(options, true)
    this.#options = options
    this.#fields = type.kind === 'struct' ? type.fields : undefined
    this.#corrupt = this.#fields?.findIndex((one) => one.name === options.columnNameOfCorruptRecord) ?? -1
    this.#root = type.kind === 'struct' ? this.#structRoot(type.fields, options) : valueRoot(type, options)
  }

  #structRoot(fields: readonly Field[], options: JsonReadOptions): Converter {
    const read = objectReader(
      fields.filter((_, at) => at !== this.#corrupt),
      options,
      'rewritten',
    )
    return (tokens) => {
      if (tokens.token === Token.objectStart) return read(tokens)
      if (tokens.token === Token.arrayStart) {
        throw new JsonFailure(
          'Parsing JSON arrays as structs is forbidden; use ARRAY<STRUCT<…>> as the type',
          tokens.start,
        )
      }
      throw new JsonFailure('Cannot convert JSON root field to target Spark type', tokens.start)
    }
  }

  /**
   * The value of a text (or of its UTF-8): null for blank text. Malformed text gives what could be read of a struct,
   * else null.
   *
   * @throws MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION in FAILFAST mode
   */
  parse(text: string | Uint8Array): SqlValue {
    const bytes = typeof text === 'string' ? utf8Of(text) : text
    if (isBlank(bytes)) return null
    try {
      this.#tokens.reset(bytes, 0, bytes.length)
      this.#tokens.next()
      return this.#withCorrupt(this.#root(this.#tokens), bytes, false)
    } catch (error) {
      if (error instanceof PartialValue) return this.#malformed(error.value, error.cause, bytes)
      if (error instanceof JsonFailure) return this.#malformed(null, error, bytes)
      throw error
    }
  }

  #malformed(value: SqlValue, failure: unknown, bytes: Uint8Array): SqlValue {
    const width = this.#fields === undefined ? 1 : this.#fields.length - (this.#corrupt < 0 ? 0 : 1)
    const row = this.#fields === undefined ? [value] : ((value ?? new Array<SqlValue>(width).fill(null)) as SqlValue[])
    if (this.#options.mode === 'FAILFAST') throw malformedRecord(row, failure, recordSample(bytes, 0, bytes.length))
    return this.#fields === undefined ? value : this.#withCorrupt(row, bytes, true)
  }

  #withCorrupt(row: SqlValue, bytes: Uint8Array, malformed: boolean): SqlValue {
    if (this.#corrupt < 0 || row === null) return row
    const values = [...(row as readonly SqlValue[])]
    values.splice(this.#corrupt, 0, malformed ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) : null)
    return values
  }
}

/** Arrays, maps and variants; a lone object is read as an array of one struct. */
function valueRoot(type: DataType, options: JsonReadOptions): Converter {
  const read = converterOf(type, options, 'rewritten')
  if (type.kind === 'variant') return read
  const single =
    type.kind === 'array' && type.element.kind === 'struct'
      ? converterOf(type.element, options, 'rewritten')
      : undefined
  return (tokens) => {
    if (tokens.token === Token.null || tokens.token === Token.none) {
      throw new JsonFailure('Cannot convert JSON root field to target Spark type', tokens.start)
    }
    if (single === undefined || tokens.token !== Token.objectStart) return read(tokens)
    try {
      return [single(tokens)]
    } catch (error) {
      throw error instanceof PartialValue ? new PartialValue([error.value], error.cause) : error
    }
  }
}

/** Java's `String.trim().isEmpty()`. */
function isBlank(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte > 32) return false
  return true
}

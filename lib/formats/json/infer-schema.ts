/**
 * The schema of JSON records, from what they hold: Spark's `JsonInferSchema`. A number is BIGINT, DOUBLE or DECIMAL,
 * other texts are strings unless options say that they may be decimals or times; what differs between records is
 * widened, and at worst is STRING.
 */
import { MillraceError } from '../../errors.ts'
import type { DataType, Field } from '../../types/data-type.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import { Schema } from '../../types/schema.ts'
import type { Chunk, Framing, SchemaInference } from '../format.ts'
import { nothing, string } from '../inferred-types.ts'
import { foreignEncoding, transcodedRecord } from './foreign-encoding.ts'
import { JsonFailure } from './json-cursor.ts'
import { JsonTokens } from './json-tokens.ts'
import { compatibleType, field, sorted } from './merge-types.ts'
import type { JsonReadOptions } from './options.ts'
import { RecordEnds } from './record-ends.ts'
import { type JsonInferenceOptions, JsonTypes } from './value-types.ts'

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

function notAnObject(type: DataType): MillraceError {
  return new MillraceError(
    'INVALID_JSON_RECORD_TYPE',
    'Detected an invalid type of a JSON record while inferring a common schema in the mode FAILFAST. Expected a STRUCT ' +
      `type, but found "${typeSql(type)}".`,
    { sqlState: '22023', parameters: { failFastMode: 'FAILFAST', invalidType: typeSql(type) } },
  )
}

/** CSV text to structs and back, and its schema: Spark's `from_csv`, `to_csv`, `schema_of_csv`. */
import { MillraceError } from '../../errors.ts'
import type { Field, SqlValue } from '../../types/data-type.ts'
import type { Schema } from '../../types/schema.ts'
import { malformedRecord } from '../json/malformed-record.ts'
import { CsvSyntaxError } from './csv-syntax-error.ts'
import { CsvTokenizer } from './csv-tokenizer.ts'
import { CsvSchemaInference } from './infer-schema.ts'
import type { CsvReadOptions, CsvWriteOptions } from './options.ts'
import { CsvRecordParser } from './record-parser.ts'
import { CsvRowText } from './row-text.ts'
import { type ValueText, valueTextOf } from './value-text.ts'

/** A text is one record, so that line ends in it are characters like others: no text holds this one (Spark's CSVExprUtils). */
const noLineEnd = '\uffff'

/** Reads texts as one record each. One per expression. */
export class CsvValueParser {
  readonly #options: CsvReadOptions
  readonly #tokenizer: CsvTokenizer
  readonly #parser: CsvRecordParser
  /** Position of the corrupt-record column among the fields; -1 = none. */
  readonly #corrupt: number

  /** @throws PARSE_MODE_UNSUPPORTED, UNSUPPORTED_DATATYPE, INVALID_DATETIME_PATTERN, INVALID_TIMEZONE */
  constructor(fields: readonly Field[], options: CsvReadOptions) {
    if (options.mode === 'DROPMALFORMED') {
      throw new MillraceError(
        'PARSE_MODE_UNSUPPORTED',
        "The function `from_csv` doesn't support the DROPMALFORMED mode. Acceptable modes are PERMISSIVE and FAILFAST.",
        { sqlState: '42601', parameters: { funcName: '`from_csv`', mode: 'DROPMALFORMED' } },
      )
    }
    this.#options = options
    this.#tokenizer = new CsvTokenizer({ ...options, multiLine: false, lineSep: noLineEnd })
    this.#corrupt = fields.findIndex((one) => one.name === options.columnNameOfCorruptRecord)
    const read = fields.filter((_, at) => at !== this.#corrupt)
    this.#parser = new CsvRecordParser({ fields: read, wanted: read.map((_, at) => at), counted: true }, options)
  }

  /**
   * The values of a text. Malformed text gives what could be read.
   *
   * @throws MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION in FAILFAST mode, MALFORMED_CSV_RECORD beyond the limits
   */
  parse(text: string): SqlValue[] {
    const parser = this.#parser
    parser.parse(this.#tokens(text))
    const { failure } = parser
    if (failure !== undefined && this.#options.mode === 'FAILFAST') {
      throw malformedRecord(parser.row, failure, text.slice(0, 200))
    }
    const values = [...parser.row]
    if (this.#corrupt >= 0)
      values.splice(this.#corrupt, 0, failure === undefined || text === '' ? null : withoutLineEnd(text))
    return values
  }

  #tokens(text: string): string[] | undefined {
    try {
      return this.#tokenizer.line(text)
    } catch (error) {
      if (!(error instanceof CsvSyntaxError)) throw error
      const message = `Malformed CSV record: ${text.slice(0, 200)}\n${error.message}`
      throw new MillraceError('MALFORMED_CSV_RECORD', message, { sqlState: 'KD000', cause: error })
    }
  }
}

/** Scala's `stripLineEnd`, which Spark takes of the corrupt record. */
const withoutLineEnd = (text: string): string => text.replace(/(?:\r?\n|\f)$/, '')

/** Writes structs as one line each, without a line end. */
export class CsvValueWriter {
  readonly #rows: CsvRowText
  readonly #texts: readonly ValueText[]
  readonly #separator: number

  /** @throws UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE, INVALID_DATETIME_PATTERN, INVALID_TIMEZONE */
  constructor(fields: readonly Field[], options: CsvWriteOptions) {
    this.#rows = new CsvRowText(options)
    this.#texts = fields.map((field) => valueTextOf(field, options))
    this.#separator = (options.lineSep ?? '\n').length
  }

  /** The line; null when nothing would stand in it, as Spark has it. */
  text(values: readonly SqlValue[]): string | null {
    const line = this.#rows.line(
      this.#texts.map((text, at) => {
        const value = values[at] ?? null
        return value === null ? undefined : text(value)
      }),
    )
    return line === '' ? null : line.slice(0, line.length - this.#separator)
  }
}

/** The columns `_c0`, `_c1`, … of a record, typed as its values are. */
export function schemaOfRecord(text: string, options: CsvReadOptions): Schema {
  const framing = { kind: 'lines', separator: undefined, maxRecordBytes: Number.MAX_SAFE_INTEGER } as const
  const inference = new CsvSchemaInference({ ...options, header: false, lineSep: noLineEnd }, true, framing, () => true)
  inference.addRecord(text)
  return inference.schema()
}

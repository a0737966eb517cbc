/** Tokens of a record to values: Spark's `UnivocityParser.convert`. */
import type { Field, SqlValue } from '../../types/data-type.ts'
import { converterOf, type TextConverter } from './converters.ts'
import type { CsvReadOptions } from './options.ts'
import { CsvVariantRecord } from './variant-record.ts'
import { CsvVariantColumn } from './variant-values.ts'

/** Which tokens of a record are read, and how many a record must have. */
export interface CsvColumns {
  /** The columns of the files, without the one for corrupt records. */
  readonly fields: readonly Field[]
  /** Positions in `fields` of the columns to read, in the order wanted. */
  readonly wanted: readonly number[]
  /**
   * Whether the number of tokens counts: it does when all columns are read, or when `columnPruning` is off.
   */
  readonly counted: boolean
}

export class CsvRecordParser {
  /** Values in the order wanted; null where a token is missing or bad. */
  readonly row: SqlValue[]
  /** Why the record read last is malformed; undefined when it is well formed. */
  failure: string | undefined
  readonly #columns: CsvColumns
  readonly #converters: readonly TextConverter[]
  /** Columns of variants, which remember what they were. */
  readonly #variants: readonly (CsvVariantColumn | undefined)[]
  readonly #single: CsvVariantRecord | undefined
  readonly #nullValue: string

  /** @throws UNSUPPORTED_DATATYPE, INVALID_DATETIME_PATTERN, INVALID_TIMEZONE */
  constructor(columns: CsvColumns, options: CsvReadOptions) {
    this.#columns = columns
    this.#single = options.singleVariantColumn === undefined ? undefined : new CsvVariantRecord(options)
    this.#variants = columns.wanted.map((at) =>
      columns.fields[at]?.type.kind === 'variant' ? new CsvVariantColumn(options) : undefined,
    )
    this.#converters = columns.wanted.map((at, i) => {
      const variant = this.#variants[i]
      return variant ? (text) => variant.value(text) : converterOf(columns.fields[at] as Field, options)
    })
    this.#nullValue = options.nullValue
    this.row = new Array<SqlValue>(columns.wanted.length).fill(null)
  }

  /** Before a file. */
  begin(): void {
    this.#single?.begin()
    for (const variant of this.#variants) variant?.begin()
  }

  /** The names in a file's header. */
  header(names: readonly string[]): void {
    this.#single?.header(names)
  }

  /** Reads a record; undefined = it has no tokens. */
  parse(tokens: readonly string[] | undefined): void {
    this.failure = undefined
    if (this.#single && tokens) {
      const { value, failure } = this.#single.read(tokens)
      this.failure = failure
      this.row.fill(value)
      return
    }
    const { fields, wanted, counted } = this.#columns
    if (tokens === undefined) this.failure = 'Malformed CSV record'
    else if (counted && tokens.length !== fields.length) {
      this.failure = `Malformed CSV record: ${tokens.length} values for ${fields.length} columns`
    }
    for (let i = 0; i < wanted.length; i++) {
      const at = wanted[i] as number
      this.row[i] = this.#value(tokens?.[at], i, at)
    }
  }

  #value(token: string | undefined, i: number, at: number): SqlValue {
    // A variant can be null of its own kind.
    if (token === undefined || (token === this.#nullValue && !this.#variants[i])) return null
    const value = (this.#converters[i] as TextConverter)(token)
    if (value !== undefined) return value
    const { name, type } = this.#columns.fields[at] as Field
    this.failure ??= `Cannot parse '${token.slice(0, 100)}' as ${type.kind} (column ${name})`
    return null
  }
}

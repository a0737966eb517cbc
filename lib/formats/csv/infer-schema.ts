/**
 * The schema of CSV records: names from the header or `_c0`, `_c1`, …; types from the values when `inferSchema` asks for
 * them (Spark's `CSVInferSchema`), else STRING. A column's type only widens: what follows a BIGINT is tried as one
 * first, then as what holds more.
 */
import type { DataType, Field } from '../../types/data-type.ts'
import { Schema } from '../../types/schema.ts'
import type { Chunk, Framing, SchemaInference } from '../format.ts'
import { compatibleDecimals, decimalOfText, decimalType, nothing, string } from '../inferred-types.ts'
import { RecordEnds } from '../json/record-ends.ts'
import { converterOf, plainDecimal, type TextConverter } from './converters.ts'
import { CsvTokenizer } from './csv-tokenizer.ts'
import { javaText } from './java-text.ts'
import type { CsvReadOptions } from './options.ts'

/** Patterns of dates that a timestamp without a pattern can be read by. */
const timestampDates = new Set(['yyyy-MM-dd', 'yyyy-M-d', 'yyyy-M-dd', 'yyyy-MM-d', 'yyyy-MM', 'yyyy-M', 'yyyy'])

/** The order in which Spark tries types; what fits none of them is a string. */
const order: readonly (ReadKind | 'decimal')[] = ['int', 'long', 'decimal', 'double', 'date', 'timestamp', 'boolean']

type ReadKind = 'int' | 'long' | 'double' | 'date' | 'timestamp' | 'boolean'

/** Takes one record after another; the first decides how many columns there are. */
export class CsvSchemaInference implements SchemaInference {
  readonly #options: CsvReadOptions
  readonly #inferTypes: boolean
  readonly #readers: Readonly<Record<ReadKind, TextConverter>>
  readonly #plain: (text: string) => string
  #names: readonly string[] | undefined
  #types: DataType[] = []

  readonly #framing: Framing
  readonly #ends: RecordEnds
  readonly #tokenizer: CsvTokenizer
  readonly #keeps: () => boolean
  #firstLine = ''

  /**
   * @param inferTypes the option inferSchema
   * @param keeps asked for every record in turn: is it part of the sample?
   * @throws INVALID_DATETIME_PATTERN, INVALID_TIMEZONE
   */
  constructor(options: CsvReadOptions, inferTypes: boolean, framing: Framing, keeps: () => boolean) {
    this.#options = options
    this.#inferTypes = inferTypes
    this.#framing = framing
    this.#ends = new RecordEnds(framing.kind === 'lines' ? framing.separator : undefined)
    this.#tokenizer = new CsvTokenizer(options)
    this.#keeps = keeps
    // Dates and times are as the patterns say, or none.
    const strict: CsvReadOptions = { ...options, enableDateTimeParsingFallback: false }
    const reader = (kind: ReadKind): TextConverter => converterOf({ name: '', type: { kind }, nullable: true }, strict)
    this.#readers = {
      int: reader('int'),
      long: reader('long'),
      double: reader('double'),
      date: reader('date'),
      timestamp: reader('timestamp'),
      boolean: reader('boolean'),
    }
    // Unlike a reader, Spark's inference knows no commas between digits in the US.
    this.#plain = options.locale === 'en-US' ? (text) => text : plainDecimal(options.locale)
  }

  add(chunk: Chunk): boolean {
    return this.#framing.kind === 'file' ? this.#addFile(chunk) : this.#addLines(chunk)
  }

  /** A text that is one record, whatever stands in it. */
  addRecord(text: string): void {
    const tokens = this.#tokenizer.line(text) ?? []
    if (this.#names === undefined) this.#begin(tokens)
    this.#addRecord(tokens)
  }

  /** The first line is the header of all files: its like is nowhere a record. */
  #addLines({ bytes, from, end }: Chunk): boolean {
    const { comment, header } = this.#options
    for (let at = from; at < end; at = this.#ends.next) {
      this.#ends.find(bytes, at, end)
      const text = javaText(bytes.subarray(at, this.#ends.end))
      const kept = this.#keeps()
      if (/^[\0- ]*$/.test(text) || (comment !== '\0' && text.startsWith(comment))) continue
      if (this.#names === undefined) {
        this.#firstLine = text
        this.#begin(this.#tokenizer.line(text) ?? [])
      }
      if (!this.#inferTypes) return false
      if (kept && !(header && text === this.#firstLine)) this.#addRecord(this.#tokenizer.line(text) ?? [])
    }
    return true
  }

  #addFile({ bytes, from, end }: Chunk): boolean {
    const text = javaText(bytes.subarray(from, end))
    this.#tokenizer.begin(text.startsWith('\ufeff') ? text.slice(1) : text)
    let first = true
    for (let tokens = this.#tokenizer.next(); tokens !== undefined; tokens = this.#tokenizer.next()) {
      if (this.#names === undefined) this.#begin(tokens)
      if (!this.#inferTypes) return false
      if (!(first && this.#options.header) && this.#keeps()) this.#addRecord(tokens)
      first = false
    }
    return true
  }

  #begin(tokens: readonly string[]): void {
    this.#names = this.#options.header ? headerNames(tokens, this.#options.nullValue) : tokens.map((_, at) => `_c${at}`)
    this.#types = tokens.map(() => nothing)
  }

  #addRecord(tokens: readonly string[]): void {
    const { nullValue } = this.#options
    const count = Math.min(tokens.length, this.#types.length)
    for (let at = 0; at < count; at++) {
      const text = tokens[at] as string
      if (text === '' || text === nullValue) continue
      const known = this.#types[at] as DataType
      if (known.kind !== 'string') this.#types[at] = this.#compatible(known, this.#typeOf(text, known)) ?? string
    }
  }

  schema(): Schema {
    const fields = (this.#names ?? []).map((name, at): Field => {
      const type = this.#types[at] ?? nothing
      return { name, type: type.kind === 'null' ? string : type, nullable: true }
    })
    return new Schema(fields)
  }

  /** `inferField`: types are tried from the one that is known on. */
  #typeOf(text: string, known: DataType): DataType {
    for (let at = Math.max(0, order.indexOf(known.kind as ReadKind)); at < order.length; at++) {
      const kind = order[at] as (typeof order)[number]
      if (kind === 'date' && known.kind !== 'date' && !this.#options.preferDate) continue
      if (kind === 'decimal') {
        // Only whole numbers are decimals: other formats know no others.
        const decimal = decimalOfText(this.#plain(text))
        if (decimal?.scale === 0 && decimal.precision <= 38) return decimalType(decimal.precision, 0)
      } else if (this.#readers[kind](text) !== undefined) return { kind }
    }
    return string
  }

  #compatible(a: DataType, b: DataType): DataType | undefined {
    if (a.kind === 'null') return b
    if (b.kind === 'null') return a
    const kinds = [a.kind, b.kind]
    if (kinds.includes('date') && kinds.includes('timestamp')) {
      const { timestampFormat, dateFormat } = this.#options
      return timestampFormat === undefined && timestampDates.has(dateFormat ?? 'yyyy-MM-dd')
        ? { kind: 'timestamp' }
        : string
    }
    if (a.kind === b.kind && a.kind !== 'decimal') return a
    return compatibleDecimals(a, b)
  }
}

/** `CSVUtils.makeSafeHeader`: every column has a name, and names that differ only in case get their position. */
function headerNames(tokens: readonly string[], nullValue: string): string[] {
  const seen = new Set<string>()
  const twice = new Set<string>()
  for (const name of tokens) {
    const lower = name.toLowerCase()
    if (seen.has(lower)) twice.add(lower)
    seen.add(lower)
  }
  return tokens.map((name, at) => {
    if (name === '' || name === nullValue) return `_c${at}`
    return twice.has(name.toLowerCase()) ? `${name}${at}` : name
  })
}

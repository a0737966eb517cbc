/**
 * Chunks of CSV to batches. A scanner generated for the columns takes the records that it can be sure of; the others,
 * and all records of files read whole (`multiLine`), go through the full tokenizer, which knows what is malformed.
 */
import type { Pool } from '../../columnar/pool.ts'
import type { RecordBatch } from '../../columnar/record-batch.ts'
import { MillraceError } from '../../errors.ts'
import type { Field, SqlValue } from '../../types/data-type.ts'
import { Schema } from '../../types/schema.ts'
import { corruptColumn } from '../corrupt-column.ts'
import type { Chunk, DecodeRequest, Framing, RecordDecoder } from '../format.ts'
import { malformedRecord } from '../json/malformed-record.ts'
import { RecordEnds } from '../json/record-ends.ts'
import { ScanColumns } from '../json/scan-columns.ts'
import { requireSingleVariant } from '../single-variant.ts'
import { unsupportedType } from './converters.ts'
import { CsvSyntaxError } from './csv-syntax-error.ts'
import { CsvTokenizer } from './csv-tokenizer.ts'
import { type CsvScan, type CsvScanState, fieldScanner } from './field-scanner.ts'
import { checkHeader, failedReadFile } from './header.ts'
import { javaText } from './java-text.ts'
import type { CsvReadOptions } from './options.ts'
import { type CsvColumns, CsvRecordParser } from './record-parser.ts'

const defaultBatchRows = 8192

/** Rows per call of the scanner: short calls while it is cold, since V8 compiles between calls. */
const coldSteps = 64
const warmSteps = 1024
const coldRows = 16_384

export class CsvDecoder implements RecordDecoder {
  readonly schema: Schema
  malformed = 0
  readonly #options: CsvReadOptions
  readonly #fields: CsvColumns
  readonly #columns: ScanColumns
  readonly #tokenizer: CsvTokenizer
  readonly #parser: CsvRecordParser
  readonly #ends: RecordEnds
  readonly #wholeFile: boolean
  /** Positions in `schema` of what the parser gives. */
  readonly #parsed: readonly number[]
  readonly #scan: CsvScan | undefined
  readonly #state: CsvScanState = { row: 0, at: 0 }
  #scanned = 0
  /** Whether the header of the file in progress is still to come. */
  #headerDue = false

  /** @throws UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE, INVALID_DATETIME_PATTERN, INVALID_TIMEZONE, and for a misused corrupt-record column */
  constructor(request: DecodeRequest, options: CsvReadOptions, framing: Framing) {
    const wanted = request.columns.map((at) => request.schema.fields[at] as Field)
    for (const field of request.schema.fields) checkReadable(field)
    requireSingleVariant(request.schema, options.singleVariantColumn, options.columnNameOfCorruptRecord)
    this.schema = new Schema(wanted)
    this.#options = options
    const name = options.columnNameOfCorruptRecord
    const corrupt = corruptColumn(request.schema.fields, wanted, name)
    const dictionary = new Set(request.dictionary?.map((at) => request.columns.indexOf(at)))
    dictionary.delete(corrupt)
    this.#columns = new ScanColumns(this.schema, dictionary, request.batchRows ?? defaultBatchRows, corrupt)
    this.#parsed = wanted.flatMap((_, at) => (at === corrupt ? [] : [at]))
    this.#fields = columnsOf(request, options)
    this.#tokenizer = new CsvTokenizer(options)
    this.#parser = new CsvRecordParser(this.#fields, options)
    this.#wholeFile = framing.kind === 'file'
    const variants = wanted.some((one) => one.type.kind === 'variant')
    this.#scan =
      this.#wholeFile || variants ? undefined : fieldScanner(this.#fields, this.#parsed, this.#columns, options)
    this.#ends = new RecordEnds(framing.kind === 'lines' ? framing.separator : undefined)
  }

  *decode(chunk: Chunk, pool: Pool): Generator<RecordBatch, void, void> {
    // A file's first chunk begins at its first byte, or behind a byte order mark.
    if (chunk.position <= 3) {
      this.#headerDue = this.#options.header
      this.#parser.begin()
    }
    if (this.#wholeFile) this.#beginFile(chunk)
    const state = { row: 0, at: chunk.from }
    const columns = this.#columns
    while (state.at < chunk.end) {
      columns.begin(pool)
      state.row = 0
      try {
        if (this.#wholeFile) this.#fillFromFile(chunk, state)
        else this.#fillFromLines(chunk, state)
      } catch (error) {
        columns.abandon()
        throw error
      }
      if (state.row > 0) yield columns.finish(state.row, chunk)
      else columns.abandon()
    }
  }

  // Files read whole.

  #beginFile(chunk: Chunk): void {
    const text = javaText(chunk.bytes.subarray(chunk.from, chunk.end))
    this.#tokenizer.begin(text.startsWith('\ufeff') ? text.slice(1) : text)
    if (!this.#headerDue) return
    this.#headerDue = false
    const names = this.#tokens(() => this.#tokenizer.next(), chunk)
    if (names !== undefined) this.#checkHeader(names, chunk.path)
  }

  #fillFromFile(chunk: Chunk, state: { row: number; at: number }): void {
    const { capacity } = this.#columns
    while (state.row < capacity) {
      const tokens = this.#tokens(() => this.#tokenizer.next(), chunk)
      if (tokens === undefined) {
        state.at = chunk.end
        return
      }
      const record = this.#tokenizer.record
      this.#addRecord(tokens, state, chunk, (row) => this.#columns.put(this.#columns.corrupt, row, record), chunk.from)
    }
  }

  // Files of lines.

  #fillFromLines(chunk: Chunk, state: { row: number; at: number }): void {
    const { capacity } = this.#columns
    const view = new DataView(chunk.bytes.buffer, chunk.bytes.byteOffset, chunk.bytes.length)
    while (state.at < chunk.end && state.row < capacity) {
      if (this.#headerDue) this.#readHeader(chunk, state)
      else if (this.#scan === undefined || !this.#scanLines(this.#scan, chunk, view, state))
        this.#readLine(chunk, state)
    }
  }

  /** @returns false when the record that the scan stopped at is the tokenizer's */
  #scanLines(scan: CsvScan, chunk: Chunk, view: DataView, state: { row: number; at: number }): boolean {
    const columns = this.#columns
    const step = this.#scanned < coldRows ? coldSteps : warmSteps
    const inner = this.#state
    inner.row = state.row
    const limit = Math.min(columns.capacity, state.row + step)
    const next = scan(chunk.bytes, view, state.at, chunk.end, columns, inner, limit)
    this.#scanned += inner.row - state.row
    state.row = inner.row
    state.at = next < 0 ? inner.at : next
    if (next >= 0) return true
    // What was read of the record may have left nulls.
    for (const at of this.#parsed) (columns.nulls[at] as Uint8Array)[state.row] = 0
    return false
  }

  #readHeader(chunk: Chunk, state: { at: number }): void {
    const { text } = this.#line(chunk, state)
    const { comment } = this.#options
    const trimmed = javaTrim(text)
    if (trimmed === '' || (comment !== '\0' && trimmed.startsWith(comment))) return
    this.#headerDue = false
    const names = this.#tokens(() => this.#tokenizer.line(text), chunk)
    if (names !== undefined) this.#checkHeader(names, chunk.path)
  }

  #checkHeader(names: readonly string[], path: string): void {
    this.#parser.header(names)
    if (this.#options.enforceSchema || this.#options.singleVariantColumn !== undefined) return
    const { fields, wanted, counted } = this.#fields
    const all = fields.map((field) => field.name)
    if (counted) return checkHeader(names, all, path)
    const { nullValue } = this.#options
    checkHeader(
      wanted.map((at) => names[at] ?? nullValue),
      wanted.map((at) => all[at] as string),
      path,
    )
  }

  /** One line through the full tokenizer; blank ones and comments are no records. */
  #readLine(chunk: Chunk, state: { row: number; at: number }): void {
    const { text, from, end } = this.#line(chunk, state)
    const { comment } = this.#options
    if (javaTrim(text) === '' || (comment !== '\0' && text.startsWith(comment))) return
    // Without columns Spark does not look into lines.
    const blind = this.#fields.wanted.length === 0 && !this.#fields.counted
    const tokens = blind ? [] : this.#tokens(() => this.#tokenizer.line(text), chunk)
    const { corrupt } = this.#columns
    const keep = (row: number): void => {
      // Line feeds may stand in lines that end otherwise, and end records there.
      if (this.#options.lineSep !== undefined) this.#columns.put(corrupt, row, this.#tokenizer.record)
      // Spark decodes lines, so ill-formed bytes are marks in its record.
      else if (text.includes('\ufffd')) this.#columns.put(corrupt, row, text)
      else this.#columns.putView(corrupt, row, from, end - from)
    }
    this.#addRecord(tokens, state, chunk, keep, from)
  }

  #line({ bytes, end }: Chunk, state: { at: number }): { text: string; from: number; end: number } {
    const from = state.at
    this.#ends.find(bytes, from, end)
    state.at = this.#ends.next
    return { text: javaText(bytes.subarray(from, this.#ends.end)), from, end: this.#ends.end }
  }

  /** What univocity refuses ends the query in every mode. */
  #tokens(read: () => string[] | undefined, { path }: Chunk): string[] | undefined {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof CsvSyntaxError)) throw error
      const cause = error.limit
        ? new MillraceError('MALFORMED_CSV_RECORD', `Malformed CSV record: ${error.message}`, { sqlState: 'KD000' })
        : error
      throw failedReadFile(path, error.message, cause)
    }
  }

  #addRecord(
    tokens: readonly string[] | undefined,
    state: { row: number },
    chunk: Chunk,
    keepCorrupt: (row: number) => void,
    from: number,
  ): void {
    const parser = this.#parser
    parser.parse(tokens)
    const { failure, row } = parser
    if (failure !== undefined) {
      const { mode } = this.#options
      if (mode === 'FAILFAST') {
        throw malformedRecord(row, failure, `${chunk.path}, byte ${chunk.position + from - chunk.from}`)
      }
      if (mode === 'DROPMALFORMED') {
        this.malformed++
        return
      }
    }
    this.#put(state.row, row)
    if (failure !== undefined && this.#columns.corrupt >= 0) keepCorrupt(state.row)
    this.#columns.finishRow()
    state.row++
  }

  #put(row: number, values: readonly SqlValue[]): void {
    for (let i = 0; i < this.#parsed.length; i++) this.#columns.put(this.#parsed[i] as number, row, values[i] ?? null)
  }
}

/** Java's `String.trim`. */
const javaTrim = (text: string): string => text.replace(/^[\0- ]+|[\0- ]+$/g, '')

/** Nested types and TIME have no text in csv files here. */
export function checkReadable(field: Field): void {
  switch (field.type.kind) {
    case 'array':
    case 'map':
    case 'struct':
    case 'calendar_interval':
    case 'time':
    case 'null':
      throw unsupportedType(field)
  }
}

function columnsOf(request: DecodeRequest, options: CsvReadOptions): CsvColumns {
  const { fields } = request.schema
  const name = options.columnNameOfCorruptRecord
  const kept = fields.flatMap((field, at) => (field.name === name ? [] : [at]))
  const wanted = request.columns.flatMap((at) => (fields[at]?.name === name ? [] : [kept.indexOf(at)]))
  const pruned = options.columnPruning && wanted.length < kept.length
  return { fields: kept.map((at) => fields[at] as Field), wanted, counted: !pruned }
}

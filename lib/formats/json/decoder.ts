/**
 * Chunks of JSON records to batches. Three ways, each taking what the one before leaves: a scanner for the shapes learnt
 * from the file, a general one for JSON in any order, and the full byte parser, which alone knows what is malformed.
 */
import type { Pool } from '../../columnar/pool.ts'
import type { RecordBatch } from '../../columnar/record-batch.ts'
import type { MillraceError } from '../../errors.ts'
import type { Field, SqlValue } from '../../types/data-type.ts'
import { Schema } from '../../types/schema.ts'
import { corruptColumn } from '../corrupt-column.ts'
import type { Chunk, DecodeRequest, Framing, RecordDecoder } from '../format.ts'
import { requireSingleVariant } from '../single-variant.ts'
import { malformedRecord, recordSample } from './malformed-record.ts'
import type { JsonReadOptions } from './options.ts'
import { RecordEnds } from './record-ends.ts'
import { JsonRecordParser } from './record-parser.ts'
import { ScanColumns } from './scan-columns.ts'
import { ScanPlan } from './scan-plan.ts'
import { unwritable } from './value-writer.ts'

const defaultBatchRows = 8192

/** Rows per call of a scanner: short calls while it is cold, since V8 compiles between calls. */
const coldSteps = 64
const warmSteps = 1024
const coldRows = 16_384

/** Samples of malformed records kept for error messages and progress. */
const maxSamples = 3

/** A malformed record that was seen. */
export interface MalformedSample {
  readonly path: string
  /** Byte of the file. */
  readonly position: number
  /** Its first characters. */
  readonly text: string
  readonly reason: string
}

/** Where a malformed record stands in the chunk. */
interface Piece {
  readonly from: number
  readonly end: number
}

interface PendingRow {
  readonly values: readonly SqlValue[]
  readonly corrupt: Piece | undefined
}

export class JsonDecoder implements RecordDecoder {
  readonly schema: Schema
  malformed = 0
  /** The first malformed records, whatever the mode made of them. */
  readonly samples: MalformedSample[] = []
  readonly #options: JsonReadOptions
  readonly #columns: ScanColumns
  readonly #parser: JsonRecordParser
  readonly #plan: ScanPlan | undefined
  readonly #ends: RecordEnds
  readonly #wholeFile: boolean
  /** Positions in `schema` of what the parser gives. */
  readonly #parsed: readonly number[]
  /** Rows of a record that gave more of them than fitted the batch. */
  #pending: PendingRow[] = []
  #scanned = 0

  /** @throws UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE, INVALID_DATETIME_PATTERN, INVALID_TIMEZONE, and for a misused corrupt-record column */
  constructor(request: DecodeRequest, options: JsonReadOptions, framing: Framing) {
    const wanted = request.columns.map((at) => request.schema.fields[at] as Field)
    for (const field of request.schema.fields) checkReadable(field)
    requireSingleVariant(request.schema, options.singleVariantColumn, options.columnNameOfCorruptRecord)
    this.schema = new Schema(wanted)
    this.#options = options
    const corrupt = corruptColumn(request.schema.fields, wanted, options.columnNameOfCorruptRecord)
    const dictionary = new Set(request.dictionary?.map((at) => request.columns.indexOf(at)))
    dictionary.delete(corrupt)
    this.#columns = new ScanColumns(this.schema, dictionary, request.batchRows ?? defaultBatchRows, corrupt)
    this.#parsed = wanted.flatMap((_, at) => (at === corrupt ? [] : [at]))
    this.#parser = new JsonRecordParser(
      this.#parsed.map((at) => wanted[at] as Field),
      options,
    )
    this.#wholeFile = framing.kind === 'file'
    const separator = framing.kind === 'lines' ? framing.separator : undefined
    this.#ends = new RecordEnds(separator)
    this.#plan =
      framing.kind === 'lines' && options.singleVariantColumn === undefined
        ? ScanPlan.of(this.#columns, options, separator)
        : undefined
  }

  *decode(chunk: Chunk, pool: Pool): Generator<RecordBatch, void, void> {
    const view = new DataView(chunk.bytes.buffer, chunk.bytes.byteOffset, chunk.bytes.length)
    const columns = this.#columns
    // An iteration that was left early may have left rows of its chunk.
    this.#pending = []
    let at = chunk.from
    const more = (): boolean => at < chunk.end || this.#pending.length > 0
    while (more()) {
      columns.begin(pool)
      let rows = 0
      try {
        rows = this.#putPending(rows)
        const state = { row: rows, at }
        this.#fill(chunk, view, state)
        rows = state.row
        at = state.at
      } catch (error) {
        columns.abandon()
        throw error
      }
      if (rows > 0) yield columns.finish(rows, chunk)
      else columns.abandon()
    }
  }

  /** Reads records until the batch or the chunk ends. */
  #fill(chunk: Chunk, view: DataView, state: { row: number; at: number }): void {
    const { capacity } = this.#columns
    const plan = this.#plan
    plan?.begin(chunk.bytes, view, state.at, chunk.end)
    while (state.at < chunk.end && state.row < capacity && this.#pending.length === 0) {
      if (plan === undefined) {
        this.#parse(chunk, state)
        continue
      }
      const step = this.#scanned < coldRows ? coldSteps : warmSteps
      const limit = Math.min(capacity, state.row + step)
      plan.state.row = state.row
      const next = plan.scan(chunk.bytes, view, state.at, chunk.end, this.#columns, plan.state, limit)
      this.#scanned += plan.state.row - state.row
      state.row = plan.state.row
      state.at = next < 0 ? plan.state.at : next
      if (next < 0) this.#parse(chunk, state)
    }
    plan?.end(chunk.bytes, view, state.row)
  }

  /** One record through the full byte parser. */
  #parse(chunk: Chunk, state: { row: number; at: number }): void {
    const { bytes } = chunk
    const from = state.at
    let end = chunk.end
    let next = end
    if (!this.#wholeFile) {
      this.#ends.find(bytes, from, chunk.end)
      end = this.#ends.end
      next = this.#ends.next
    }
    const parser = this.#parser
    parser.parse(bytes, from, end)
    state.at = next
    const { failure, rows } = parser
    if (failure === undefined) {
      for (const row of rows) state.row = this.#add(state.row, row, undefined)
      return
    }
    this.#sample(chunk, from, end, failure)
    const { mode } = this.#options
    if (mode === 'FAILFAST') throw this.#failFast(rows[0], failure, chunk, from)
    if (mode === 'DROPMALFORMED') {
      this.malformed++
      return
    }
    const corrupt = this.#columns.corrupt < 0 ? undefined : { from, end }
    const kept = rows.length === 0 ? [this.#parsed.map(() => null)] : rows
    for (const row of kept) state.row = this.#add(state.row, row, corrupt)
  }

  #sample(chunk: Chunk, from: number, end: number, failure: unknown): void {
    if (this.samples.length >= maxSamples) return
    const reason = failure instanceof Error ? failure.message : (failure as { readonly message: string }).message
    const position = chunk.position + from - chunk.from
    this.samples.push({ path: chunk.path, position, text: recordSample(chunk.bytes, from, end), reason })
  }

  #failFast(row: readonly SqlValue[] | undefined, failure: unknown, chunk: Chunk, from: number): MillraceError {
    const place = `${chunk.path}, byte ${chunk.position + from - chunk.from}`
    return malformedRecord(row ?? this.#parsed.map(() => null), failure, place)
  }

  /** Stores a row, or keeps it for the next batch when this one is full. */
  #add(row: number, values: readonly SqlValue[], corrupt: Piece | undefined): number {
    if (row >= this.#columns.capacity) {
      this.#pending.push({ values, corrupt })
      return row
    }
    this.#put(row, values, corrupt)
    return row + 1
  }

  #put(row: number, values: readonly SqlValue[], corrupt: Piece | undefined): void {
    const columns = this.#columns
    for (let i = 0; i < this.#parsed.length; i++) columns.put(this.#parsed[i] as number, row, values[i] ?? null)
    if (corrupt !== undefined) columns.putView(columns.corrupt, row, corrupt.from, corrupt.end - corrupt.from)
    columns.finishRow()
  }

  #putPending(rows: number): number {
    if (this.#pending.length === 0) return rows
    const now = this.#pending.splice(0, this.#columns.capacity - rows)
    let row = rows
    for (const { values, corrupt } of now) this.#put(row++, values, corrupt)
    return row
  }
}

function checkReadable({ type, name }: Field): void {
  switch (type.kind) {
    case 'calendar_interval':
    case 'time':
      throw unwritable(type, name)
    case 'array':
      return checkReadable({ name, type: type.element, nullable: true })
    case 'map':
      return checkReadable({ name, type: type.value, nullable: true })
    case 'struct':
      for (const field of type.fields) checkReadable({ ...field, name })
  }
}

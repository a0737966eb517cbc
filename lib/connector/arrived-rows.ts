import { batchOf } from '../columnar/builder.ts'
import type { RecordBatch } from '../columnar/record-batch.ts'
import { MillraceError } from '../errors.ts'
import { type Observable, Subject } from '../stream/rx.ts'
import type { SqlValue } from '../types/data-type.ts'
import type { Schema } from '../types/schema.ts'

/** Rows of one batch at most. */
const batchRows = 8192

/**
 * Rows that came from somewhere that cannot give them again, kept from their arrival to the commit of their batch. The
 * offset is the ordinal of the last row, from 0; −1 is before the first.
 */
export class ArrivedRows {
  readonly schema: Schema
  readonly #changes = new Subject<void>()
  #rows: (readonly SqlValue[])[] = []
  /** Ordinal of the first row that is kept. */
  #first = 0

  constructor(schema: Schema) {
    this.schema = schema
  }

  /** Ordinal of the last row, −1 when none has come. */
  get last(): number {
    return this.#first + this.#rows.length - 1
  }

  /** Rows that are not committed yet. */
  get kept(): number {
    return this.#rows.length
  }

  /** Emits after each arrival. */
  get changes$(): Observable<void> {
    return this.#changes
  }

  /** Takes one row, by position. */
  add(row: readonly SqlValue[]): void {
    this.#rows.push(row)
    this.#changes.next()
  }

  /** Tells that something else has changed: the end or a failure. */
  changed(): void {
    this.#changes.next()
  }

  /** Counts on behind the rows of an earlier run: those that came meanwhile get the next ordinals. */
  continueAfter(last: number): void {
    this.#first = last + 1
  }

  /**
   * Rows after `start` up to and including `end`, some thousands at a time.
   *
   * @throws MILLRACE_NOT_REPLAYABLE for rows that are not here, being an earlier run's
   */
  *slices(start: number, end: number, columns: readonly number[], schema: Schema): Generator<RecordBatch> {
    if (start + 1 < this.#first || end > this.last) throw notReplayable(start, end)
    const wanted = this.#rows.slice(start + 1 - this.#first, end + 1 - this.#first)
    for (let from = 0; from < wanted.length; from += batchRows) {
      const rows = wanted.slice(from, from + batchRows)
      yield batchOf(
        schema,
        rows.map((row) => columns.map((at) => row[at] ?? null)),
      )
    }
  }

  /** Forgets the rows up to and including `end`. */
  commit(end: number): void {
    const count = Math.min(this.#rows.length, end + 1 - this.#first)
    if (count <= 0) return
    this.#rows = this.#rows.slice(count)
    this.#first += count
  }
}

/** The error of a range that came once and is gone. */
export function notReplayable(start: number, end: number): MillraceError {
  return new MillraceError(
    'MILLRACE_NOT_REPLAYABLE',
    'The source cannot give rows again that an earlier run had begun with, so the query cannot go on from this ' +
      `checkpoint; take a new checkpointLocation: offsets ${start} to ${end}`,
    { parameters: { startOffset: String(start), endOffset: String(end) } },
  )
}

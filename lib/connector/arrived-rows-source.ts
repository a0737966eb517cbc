import { pull } from '../stream/pull.ts'
import type { Observable } from '../stream/rx.ts'
import type { Field } from '../types/data-type.ts'
import { Schema } from '../types/schema.ts'
import { type ArrivedRows, notReplayable } from './arrived-rows.ts'
import type { Offset, Scan, ScanRequest, Source } from './connector.ts'

export interface ArrivedRowsOptions {
  readonly description: string
  /** The first offset is −1 even when nothing has come, a batch without rows, as Spark's socket has it. */
  readonly beginsEmpty: boolean
  /**
   * What a restart finds behind a committed batch. `refuse`: the query ends. `continue`: what comes now follows, and what
   * came in between is lost.
   */
  readonly restart: 'refuse' | 'continue'
  /** Closes where the rows come from. */
  stop(): Promise<void> | void
  /** Called when rows were committed: there is room again. */
  committed?(): void
}

/** A source over rows that arrive: not replayable beyond the run that received them. */
export class ArrivedRowsSource implements Source {
  readonly schema: Schema
  readonly description: string
  readonly changes$: Observable<void>
  readonly #rows: ArrivedRows
  readonly #options: ArrivedRowsOptions
  #placed = false
  #end: number | undefined
  #finished = false
  #ended = false
  #failure: { readonly error: unknown } | undefined

  constructor(rows: ArrivedRows, options: ArrivedRowsOptions) {
    this.#rows = rows
    this.#options = options
    this.schema = rows.schema
    this.description = options.description
    this.changes$ = rows.changes$
  }

  /** Ends the query with this error, once all rows before it are read. */
  fail(error: unknown): void {
    this.#failure ??= { error }
    this.#rows.changed()
  }

  /** No row will come any more. */
  finish(): void {
    this.#finished = true
    this.#rows.changed()
  }

  get ended(): boolean {
    return this.#ended
  }

  async initialOffset(): Promise<null> {
    return null
  }

  async latestOffset(start: Offset | null): Promise<Offset | null> {
    const from = start === null ? -1 : Number(start)
    this.#place(from)
    const last = this.#end ?? this.#rows.last
    if (last > from) return last
    if (this.#failure) throw this.#failure.error
    this.#ended = this.#finished && this.#rows.last <= from
    return start === null && this.#options.beginsEmpty ? -1 : start
  }

  latestReported(): Offset | null {
    return this.#options.beginsEmpty ? this.#rows.last : null
  }

  async prepareForAvailableNow(): Promise<void> {
    this.#end = this.#rows.last
  }

  open(request: ScanRequest): Scan {
    const { columns } = request
    const schema = new Schema(columns.map((at) => this.schema.fields[at] as Field))
    const rows = this.#rows
    return {
      residual: request.filters,
      schema,
      read: (start, end, io) => pull(() => rows.slices(...this.#range(start, end), columns, schema))(io),
    }
  }

  async commit(end: Offset): Promise<void> {
    // An earlier run's commit, told again at a restart: those rows are not here, and what is here came behind them.
    if (!this.#placed) return
    this.#rows.commit(Number(end))
    this.#options.committed?.()
  }

  async stop(): Promise<void> {
    await this.#options.stop()
  }

  /** The first question is asked with where the query stands: rows of this run come behind it. */
  #place(from: number): void {
    if (this.#placed) return
    this.#placed = true
    if (from < 0) return
    if (this.#options.restart === 'refuse') throw notReplayable(from, this.#rows.last)
    this.#rows.continueAfter(from)
    if (this.#end !== undefined) this.#end = this.#rows.last
  }

  /** A range that is read before anything was asked is one that an earlier run has begun with. */
  #range(start: Offset | null, end: Offset): readonly [number, number] {
    const range = [start === null ? -1 : Number(start), Number(end)] as const
    if (!this.#placed && range[0] !== range[1]) throw notReplayable(...range)
    return range
  }
}

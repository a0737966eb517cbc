import { RecordBatch } from '../../lib/columnar/record-batch.ts'
import type { Vector } from '../../lib/columnar/vector.ts'
import type { Offset, Scan, ScanRequest, Source } from '../../lib/connector/connector.ts'
import type { IO } from '../../lib/stream/processor.ts'
import { pull } from '../../lib/stream/pull.ts'
import type { Schema } from '../../lib/types/schema.ts'
import { Schema as SchemaOf } from '../../lib/types/schema.ts'
import { type Ramp, valueAtSecond } from './ramp.ts'

/** Rows of one batch at most. */
const batchRows = 8192

/**
 * A source whose offset is the number of whole seconds since the query first started. Replayable: second s always holds
 * the values `valueAtSecond(s-1) … valueAtSecond(s)-1`, spread evenly over it. The start is its initial offset's log
 * entry (`sources/i/0` holds the milliseconds, as Spark's), so that a restart goes on counting.
 */
export class RateSource implements Source {
  readonly schema: Schema
  readonly description: string
  readonly #ramp: Ramp
  readonly #nowMs: () => number
  #startMs: number | undefined
  #latest: number | null = null
  #end: number | undefined

  /** @param partitions what the option says, only printed; undefined = Spark's default */
  constructor(ramp: Ramp, schema: Schema, nowMs: () => number, partitions?: number) {
    this.#ramp = ramp
    this.schema = schema
    this.#nowMs = nowMs
    this.description = `RateStreamV2[rowsPerSecond=${ramp.rowsPerSecond}, rampUpTimeSeconds=${ramp.rampUpSeconds}, numPartitions=${partitions ?? 'default'}`
  }

  /** The start in milliseconds; the driver stores it in `sources/i/0` and hands it back by `restoreInitial`. */
  async initialOffset(): Promise<Offset> {
    this.#startMs = this.#nowMs()
    return this.#startMs
  }

  /** Takes up the start of an earlier run. */
  restoreInitial(initial: Offset): void {
    this.#startMs = Number(initial)
  }

  async latestOffset(start: Offset | null): Promise<Offset | null> {
    const seconds = this.#end ?? Math.max(0, Math.floor((this.#nowMs() - this.#startedMs()) / 1000))
    this.#latest = Math.max(seconds, Number(start ?? 0))
    return this.#latest
  }

  latestReported(): Offset | null {
    return this.#latest
  }

  async prepareForAvailableNow(): Promise<void> {
    this.#end = Math.max(0, Math.floor((this.#nowMs() - this.#startedMs()) / 1000))
  }

  open(request: ScanRequest): Scan {
    const schema = new SchemaOf(request.columns.map((at) => this.schema.fields[at] as Schema['fields'][number]))
    return {
      residual: request.filters,
      schema,
      read: (start, end, io) => pull((running: IO) => this.#rows(schema, Number(start ?? 0), Number(end), running))(io),
    }
  }

  *#rows(schema: Schema, startSecond: number, endSecond: number, { pool }: IO): Generator<RecordBatch> {
    const from = valueAtSecond(startSecond, this.#ramp)
    const to = valueAtSecond(endSecond, this.#ramp)
    const startMicros = BigInt(this.#startedMs() + startSecond * 1000) * 1000n
    const stepMicros = to === from ? 0 : ((endSecond - startSecond) * 1_000_000) / (to - from)
    for (let first = from; first < to; first += batchRows) {
      const rows = Math.min(batchRows, to - first)
      const lease = pool.lease(rows * 8 * schema.length)
      const columns = schema.fields.map((one, column): Vector => {
        const values = new BigInt64Array(lease.buffer, column * rows * 8, rows)
        const words = new Int32Array(lease.buffer, column * rows * 8, rows * 2)
        for (let i = 0; i < rows; i++) {
          // Spark rounds the even spacing to whole milliseconds (RateStreamMicroBatchInputPartition).
          values[i] =
            one.name === 'value'
              ? BigInt(first + i)
              : startMicros + BigInt(Math.round(((first + i - from) * stepMicros) / 1000)) * 1000n
        }
        return { layout: 'int64', type: one.type, length: rows, nulls: undefined, values, words }
      })
      yield new RecordBatch(schema, columns, rows, { leases: [lease] })
    }
  }

  #startedMs(): number {
    this.#startMs ??= this.#nowMs()
    return this.#startMs
  }

  async commit(): Promise<void> {}
  async stop(): Promise<void> {}
}

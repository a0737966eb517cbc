import { RecordBatch } from '../../lib/columnar/record-batch.ts'
import type { Vector } from '../../lib/columnar/vector.ts'
import type { Offset, Scan, ScanRequest, Source } from '../../lib/connector/connector.ts'
import { MillraceError } from '../../lib/errors.ts'
import type { IO } from '../../lib/stream/processor.ts'
import { pull } from '../../lib/stream/pull.ts'
import type { Field } from '../../lib/types/data-type.ts'
import { Schema } from '../../lib/types/schema.ts'

export interface RateMicroBatchOptions {
  readonly rowsPerBatch: number
  /** undefined = Spark's default parallelism; only printed. */
  readonly partitions: number | undefined
  /** Time of the first batch's rows. */
  readonly startMs: number
  readonly advanceMs: number
}

/** Where a batch ends: rows so far, and the time of the next batch's rows. */
type Place = {
  readonly offset: number
  readonly timestamp: number
}

/** Rows of one batch at most. */
const batchRows = 8192

/**
 * Rows counted through from 0; those of a batch have one time. The offset is Spark's `{"offset":5,"timestamp":1000}`: a
 * range's first value and its time come from its start, so it can be read again at any time.
 */
export class RateMicroBatchSource implements Source {
  readonly schema: Schema
  readonly description: string
  readonly #options: RateMicroBatchOptions
  /** AvailableNow is one batch (RatePerMicroBatchStream.prepareForTriggerAvailableNow). */
  #frozen = false
  #end: Place | undefined

  constructor(schema: Schema, options: RateMicroBatchOptions) {
    this.schema = schema
    this.#options = options
    const { rowsPerBatch, partitions = 'default', startMs, advanceMs } = options
    this.description = `RatePerMicroBatchStream[rowsPerBatch=${rowsPerBatch}, numPartitions=${partitions}, startTimestamp=${startMs}, advanceMsPerBatch=${advanceMs}]`
  }

  async initialOffset(): Promise<null> {
    return null
  }

  async latestOffset(start: Offset | null): Promise<Offset | null> {
    if (this.#end) return { ...this.#end }
    const { offset, timestamp } = this.#place(start)
    const next = { offset: offset + this.#options.rowsPerBatch, timestamp: timestamp + this.#options.advanceMs }
    if (this.#frozen) this.#end = next
    return next
  }

  async prepareForAvailableNow(): Promise<void> {
    this.#frozen = true
  }

  open(request: ScanRequest): Scan {
    const schema = new Schema(request.columns.map((at) => this.schema.fields[at] as Field))
    return {
      residual: request.filters,
      schema,
      read: (start, end, io) =>
        pull((running) => this.#rows(schema, ...checked(this.#place(start), this.#place(end)), running))(io),
    }
  }

  *#rows(schema: Schema, start: Place, end: Place, { pool }: IO): Generator<RecordBatch> {
    const { rowsPerBatch, advanceMs } = this.#options
    for (let first = start.offset; first < end.offset; ) {
      // A range of several batches, as a test may read it, has the times of each.
      const batch = Math.floor((first - start.offset) / rowsPerBatch)
      const rows = Math.min(batchRows, end.offset - first, start.offset + (batch + 1) * rowsPerBatch - first)
      const micros = BigInt(start.timestamp + batch * advanceMs) * 1000n
      const lease = pool.lease(Math.max(8, rows * 8 * schema.length))
      const columns = schema.fields.map((one, column): Vector => {
        const values = new BigInt64Array(lease.buffer, column * rows * 8, rows)
        const words = new Int32Array(lease.buffer, column * rows * 8, rows * 2)
        if (one.name === 'timestamp') values.fill(micros)
        else for (let i = 0; i < rows; i++) values[i] = BigInt(first + i)
        return { layout: 'int64', type: one.type, length: rows, nulls: undefined, values, words }
      })
      yield new RecordBatch(schema, columns, rows, { leases: [lease] })
      first += rows
    }
  }

  #place(offset: Offset | null): Place {
    if (offset === null) return { offset: 0, timestamp: this.#options.startMs }
    return offset as Place
  }

  async commit(): Promise<void> {}
  async stop(): Promise<void> {}
}

/** A range that runs backwards: the first batch is run again under a newer start time than it was planned with. */
function checked(start: Place, end: Place): readonly [Place, Place] {
  if (start.offset > end.offset) {
    throw malformed(
      'INVALID_OFFSET',
      `offset value is invalid: startOffset should less than or equal to the endOffset, but startOffset(${start.offset}) > endOffset(${end.offset}).`,
    )
  }
  if (start.timestamp > end.timestamp) {
    throw malformed(
      'INVALID_TIMESTAMP',
      `timestamp value is invalid: startTimestamp should less than or equal to the endTimestamp, but startTimestamp(${start.timestamp}) > endTimestamp(${end.timestamp}).\nThis could happen when the streaming query is restarted with a newer \`startingTimestamp\` and reprocess the first batch (i.e. batch 0). Please consider using a new checkpoint location.`,
    )
  }
  return [start, end]
}

function malformed(reason: string, text: string): MillraceError {
  const condition = `MALFORMED_STATE_IN_RATE_PER_MICRO_BATCH_SOURCE.${reason}`
  return new MillraceError(condition, `Malformed state in RatePerMicroBatch source. The ${text}`, { sqlState: '22000' })
}

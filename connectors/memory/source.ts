import type { RecordBatch } from '../../lib/columnar/record-batch.ts'
import { RecordBatch as Batch } from '../../lib/columnar/record-batch.ts'
import type { Vector } from '../../lib/columnar/vector.ts'
import type { Offset, Scan, ScanRequest, Source } from '../../lib/connector/connector.ts'
import type { MemoryStream } from '../../lib/connector/memory-stream.ts'
import type { ReadLimit } from '../../lib/connector/read-limit.ts'
import { pull } from '../../lib/stream/pull.ts'
import type { Observable } from '../../lib/stream/rx.ts'
import type { Field } from '../../lib/types/data-type.ts'
import { Schema } from '../../lib/types/schema.ts'

/** Reads a MemoryStream; the offset is the index of the last addition, as Spark's LongOffset. */
export class MemorySource implements Source {
  readonly schema: Schema
  readonly description: string
  readonly changes$: Observable<void>
  readonly #stream: MemoryStream
  #end: number | undefined

  constructor(stream: MemoryStream) {
    this.#stream = stream
    this.schema = stream.schema
    this.description = `MemoryStream[${stream.schema.names.join(',')}]`
    this.changes$ = stream.changes$
  }

  async initialOffset(): Promise<null> {
    return null
  }

  async latestOffset(start: Offset | null, _limit: ReadLimit): Promise<Offset | null> {
    const last = (this.#end ?? this.#stream.additions) - 1
    return last < 0 ? start : last
  }

  async prepareForAvailableNow(): Promise<void> {
    this.#end = this.#stream.additions
  }

  open(request: ScanRequest): Scan {
    const schema = new Schema(request.columns.map((at) => this.schema.fields[at] as Field))
    const project = (batch: RecordBatch): RecordBatch =>
      new Batch(
        schema,
        request.columns.map((at) => batch.columns[at] as Vector),
        batch.length,
      )
    return {
      residual: request.filters,
      schema,
      read: (start, end, io) => {
        const stream = this.#stream
        return pull(function* () {
          const batch = stream.slice(start === null ? 0 : Number(start) + 1, Number(end) + 1)
          if (batch.length > 0) yield project(batch)
        })(io)
      },
    }
  }

  async commit(): Promise<void> {}
  async stop(): Promise<void> {}
}

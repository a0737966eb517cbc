/** What one running stage does with each kind of message; `lib/stream/stage.ts` turns it into an RxJS operator. */
import type { Pool } from '../columnar/pool.ts'
import type { RecordBatch } from '../columnar/record-batch.ts'
import type { Micros } from '../types/data-type.ts'

/** Which input a message came from: 0 = left or only, 1 = right. */
export type Port = 0 | 1

/** Where a stage puts what it makes. `batch` hands on and then releases what the batch itself borrowed. */
export interface Out {
  batch(batch: RecordBatch): void
  watermark(time: Micros): void
  barrier(epoch: number): void
}

/**
 * Handlers left out forward their message (two inputs: the aligned one). Those that give a promise hold back all that
 * follows until it has settled, on every input; a rejection fails the stream. Batches are handled synchronously
 * (`asyncStage` is for work on a batch).
 */
export interface Processor {
  onEpoch?(epoch: number, batchTime: Micros, out: Out): void
  onBatch(batch: RecordBatch, out: Out, port: Port): void
  /** `time` is the stage's input watermark: max(0, minimum over the inputs that carry one). */
  onWatermark?(time: Micros, out: Out): void | Promise<void>
  onBarrier?(epoch: number, out: Out): void | Promise<void>
  onComplete?(out: Out): void | Promise<void>
  /** Once, on completion, error or unsubscribe. */
  close?(): void
}

/** Backpressure, per source. */
export interface Flow {
  /** undefined: go on; else a promise of room or of the next macrotask. Rejects with AbortError on unsubscribe. */
  ready(): Promise<void> | undefined
}

/** What a running source or sink may use. */
export interface IO {
  readonly signal: AbortSignal
  readonly flow: Flow
  readonly pool: Pool
  /** Gets the promise of a source's clean-up after unsubscribe; the query awaits it before it counts as stopped. */
  closing?(done: Promise<void>): void
}

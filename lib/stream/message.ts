/**
 * The one vocabulary of every edge. A stage is `(source: Observable<Message>) => Observable<Message>`.
 *
 * Per epoch every input of every stage receives epoch, data…, watermark, barrier, in this order. A plan with
 * `withWatermark` gets the watermark in every micro-batch epoch, also when it has not moved; a plan without gets none.
 */
import type { RecordBatch } from '../columnar/record-batch.ts'
import type { Micros } from '../types/data-type.ts'
import type { Schema } from '../types/schema.ts'

export type Message =
  /** First, once, on each edge. */
  | { readonly kind: 'schema'; readonly schema: Schema }
  /** What current_timestamp, timers and TTL see until the next one. */
  | { readonly kind: 'epoch'; readonly epoch: number; readonly batchTime: Micros }
  | { readonly kind: 'batch'; readonly batch: RecordBatch }
  /** Event times at or before `time` are late from here on. */
  | { readonly kind: 'watermark'; readonly time: Micros }
  /** Everything before it belongs to `epoch`; stateful stages seal their changes and forward it. */
  | { readonly kind: 'barrier'; readonly epoch: number }

/**
 * The test for late rows that every stateful stage makes: against the watermark it acted on last, so that rows of a batch
 * are judged by the watermark of the batch before (FINDINGS 4). What is dropped is counted, and shown to who looks.
 */
import type { RecordBatch } from '../columnar/record-batch.ts'
import type { Int64Vector } from '../columnar/vector.ts'
import { rowsByTime } from '../state/late-rows.ts'
import type { Micros } from '../types/data-type.ts'
import type { StageContext } from './operator.ts'

export class LateRowFilter {
  /** Event times at or before it are late; the stage sets it once it has acted on a watermark. */
  lateAt: Micros
  /** What `keep` left of the last batch: row numbers, undefined = all of `count`. Valid until the next call. */
  rows: Int32Array | undefined
  count = 0
  readonly #context: StageContext
  #kept = new Int32Array(0)

  constructor(context: StageContext) {
    this.#context = context
    this.lateAt = context.initialWatermark
  }

  /**
   * Leaves out the late rows of a batch.
   *
   * @param times by which rows are judged; undefined: no row is late
   */
  keep(batch: RecordBatch, times: Int64Vector | undefined): void {
    const { selection, selected } = batch
    this.rows = selection
    this.count = selected
    if (times === undefined) return
    if (this.#kept.length < selected) this.#kept = new Int32Array(selected)
    const kept = rowsByTime(times, selection, selected, this.lateAt, false, this.#kept)
    if (kept === selected) return
    this.rows = this.#kept
    this.count = kept
    const { state, lateRows } = this.#context
    if (state) state.metrics.rowsDroppedByWatermark += selected - kept
    const take = lateRows?.()
    if (!take) return
    const late = new Int32Array(selected - kept)
    rowsByTime(times, selection, selected, this.lateAt, true, late)
    take(batch.select(late, late.length))
  }
}

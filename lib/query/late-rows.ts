/** Rows that a query's stages drop as late, for who asks to see them (Spark only counts them). */
import type { RecordBatch } from '../columnar/record-batch.ts'
import { rowsOf } from '../columnar/values.ts'
import type { Evaluation } from '../expressions/evaluation.ts'
import type { LateRowsSink } from '../plan/running-plan.ts'
import type { Subject } from '../stream/rx.ts'
import { type RowObject, toRowObject } from '../types/values/row-value.ts'

/** Rows of one chunk that one stage dropped. */
export interface LateRows {
  /** Spark's name of the stage: `stateStoreSave`, `dedupe`, `symmetricHashJoin`. */
  readonly operatorName: string
  readonly batchId: number
  /** The stage's input: for an aggregation its grouping keys, the window among them, and the arguments of its functions. */
  readonly rows: readonly RowObject[]
}

/** Where stages put late rows; nothing is put together while nobody is subscribed. */
export function lateRowsSink(late$: Subject<LateRows>, evaluation: Evaluation): LateRowsSink {
  return {
    wanted: () => late$.observed,
    take: (operatorName, batch) => late$.next({ operatorName, batchId: evaluation.epoch, rows: rowObjects(batch) }),
  }
}

function rowObjects(batch: RecordBatch): readonly RowObject[] {
  return rowsOf(batch).map((row) => toRowObject(batch.schema.fields, row))
}

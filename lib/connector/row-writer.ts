import type { RowObject } from '../types/values/row-value.ts'

/** What a program does with each row: Spark's ForeachWriter. Every method may be async; the query waits for it. */
export interface RowWriter<R = RowObject> {
  /** Called first in each epoch; false = its rows are skipped. There is one partition, 0. */
  open?(partitionId: number, epochId: number): unknown
  process(row: R): unknown
  /** Called last, with what went wrong or null; also when `open` gave false, not when it threw. */
  close?(error: Error | null): unknown
}

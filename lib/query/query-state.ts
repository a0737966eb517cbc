/** State of a running query, read from outside (Spark has it only for checkpoints, by `format('statestore')`). */
import type { RowObject } from '../types/values/row-value.ts'

/** Which state of an operator is meant, where there is more than one. */
export interface QueryStateOptions {
  /** A variable of transformWithState. */
  readonly stateVarName?: string
  /** Timers of transformWithState. */
  readonly readRegisteredTimers?: boolean
  /** A side of a join of two streams. */
  readonly joinSide?: 'left' | 'right'
}

/** An operator's state after a batch that is committed: what later batches do is not in it. */
export interface QueryState {
  readonly batchId: number
  /** Rows with Spark's columns: `key` and `value` are objects. */
  rows(): Promise<readonly RowObject[]>
  /**
   * The row of a key.
   *
   * @param key by column name, as `rows()` has it; of several rows (a side of a join) the first
   * @throws MILLRACE_STATE_KEY when the state's keys have other columns
   */
  get(key: RowObject): Promise<RowObject | undefined>
}

/** @param operator its number in the progress: 0 is the first of `stateOperators` */
export type ReadQueryState = (operator: number, options: QueryStateOptions) => QueryState

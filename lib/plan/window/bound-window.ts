/** Options of the operator that computes window functions: plain data over prepared columns, by position. */

import type { AggregateCall } from '../../expressions/aggregates/aggregate-function.ts'
import type { BoundFrame } from '../../expressions/binder/bind-frame.ts'
import type { RowFunctionName } from '../../expressions/binder/window-function.ts'
import type { Field } from '../../types/data-type.ts'

export interface WindowOrder {
  readonly column: number
  readonly ascending: boolean
  readonly nullsFirst: boolean
}

export interface BoundWindow {
  /** Of the column that it gives. */
  readonly field: Field
  readonly of:
    | {
        readonly kind: 'rows'
        readonly name: RowFunctionName
        readonly ignoreNulls: boolean
        readonly offset: number
      }
    | { readonly kind: 'aggregate'; readonly call: AggregateCall; readonly filter: number | undefined }
  readonly args: readonly number[]
  readonly partitions: readonly number[]
  readonly orders: readonly WindowOrder[]
  readonly frame: BoundFrame
  /** Columns of the values at which a frame by distance begins and ends. */
  readonly lower: number | undefined
  readonly upper: number | undefined
}

/** Gives the first `kept` columns and one for each window function. */
export interface WindowOptions {
  readonly kept: number
  readonly windows: readonly BoundWindow[]
}

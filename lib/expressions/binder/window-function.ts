/** Bound window functions: what of them is known before and behind their window. */
import type { Bound } from '../bound.ts'
import type { BoundFrame } from './bind-frame.ts'
import type { BoundOrder } from './bind-order.ts'

/** The name of the bound call that a window function becomes. */
export const windowFunctionName = 'window function'

/** Window functions that are no aggregates. */
export type RowFunctionName =
  | 'row_number'
  | 'rank'
  | 'dense_rank'
  | 'percent_rank'
  | 'cume_dist'
  | 'ntile'
  | 'lag'
  | 'lead'
  | 'nth_value'

/** What is computed at each row. */
export type WindowFunction =
  | { readonly kind: 'rows'; readonly name: RowFunctionName; readonly ignoreNulls: boolean; readonly offset: number }
  /** Arguments are the call's; with `filtered` the condition is the last of them. */
  | { readonly kind: 'aggregate'; readonly name: string; readonly data: unknown; readonly filtered: boolean }

/** The data of a bound window function; its arguments are those of the function, the partition's and order's keys. */
export interface WindowFunctionData {
  /** Texts for Spark's refusal on streams. */
  readonly function: string
  readonly specification: string
  readonly of: WindowFunction
  /** How many of the arguments are the function's. */
  readonly args: number
  readonly partitions: number
  readonly orders: readonly Omit<BoundOrder, 'value'>[]
  /** Behind the keys stand the values at which a frame by distance begins and ends, where it has such. */
  readonly frame: BoundFrame
}

/** A function before its window is known. */
export interface FunctionOfWindow {
  readonly of: WindowFunction
  readonly args: readonly Bound[]
  readonly type: Bound['type']
  readonly nullable: boolean
  readonly text: string
  /** What may only stand over whole partitions, as messages show it. */
  readonly ofPartition?: string
  readonly distinct: boolean
  /** The function's own; undefined = what the specification says. */
  readonly frame: BoundFrame | undefined
}

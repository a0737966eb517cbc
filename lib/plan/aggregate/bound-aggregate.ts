/**
 * Options of the operators that aggregate, after analysis: plain data over prepared inputs, whose first columns are the
 * grouping keys and whose others are arguments and filter conditions.
 */
import type { AggregateCall } from '../../expressions/aggregates/aggregate-function.ts'
import type { Micros } from '../../types/data-type.ts'

export interface BoundAggregate {
  /** Of the column that it gives. */
  readonly name: string
  readonly call: AggregateCall
  readonly nullable: boolean
  /** Input columns of the arguments. */
  readonly args: readonly number[]
  /** Input column of `FILTER (WHERE …)`: a boolean. */
  readonly filter?: number
}

/** Groups by the first `keys` columns. Gives the keys, then one column per aggregate. */
export interface GroupedAggregateOptions {
  readonly keys: number
  readonly aggregates: readonly BoundAggregate[]
  /** A key that is a sliding window: rows come once, in the last window that holds them, and are in earlier ones too. */
  readonly sliding?: SlidingKey
}

export interface SlidingKey {
  /** Column of the key: STRUCT<start, end>. */
  readonly column: number
  /** How many windows a row is in, each `slide` µs before the next. */
  readonly times: number
  readonly slide: Micros
}

/**
 * As `GroupedAggregateOptions`, one of the keys being a session window: column `session` of the input is a
 * STRUCT<start, end> of the row's own session, event time to event time plus gap.
 */
export interface SessionAggregateOptions extends GroupedAggregateOptions {
  readonly session: number
}

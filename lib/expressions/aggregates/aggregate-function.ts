/**
 * An aggregate function as one value: how it binds, and how it accumulates by group. One per file in `aggregates/`;
 * adding one is that file and its line in `aggregates/index.ts`.
 *
 * An accumulator works on columns: rows come with the ids of their groups, results leave as a column. What it remembers
 * lives in cells, which the stateful operator saves and loads; an accumulator has no persistence of its own.
 */
import type { Cells } from '../../columnar/cells.ts'
import type { Vector } from '../../columnar/vector.ts'
import type { DataType, Field } from '../../types/data-type.ts'
import type { Bound } from '../bound.ts'
import type { Evaluation } from '../evaluation.ts'
import type { BindContext, NamedParameter } from '../scalar-function.ts'

/** What `bind` may ask of an aggregate call, beyond what every function may. */
export interface AggregateContext extends BindContext {
  readonly distinct: boolean
  /** `WITHIN GROUP (ORDER BY …)`; empty without it. */
  readonly orderBy: readonly AggregateOrder[]
}

/** One key of `WITHIN GROUP (ORDER BY …)`. */
export interface AggregateOrder {
  readonly value: Bound
  readonly ascending: boolean
  readonly nullsFirst: boolean
}

/** What `bind` gives. */
export interface AggregateParts {
  /** What is accumulated, implicit casts included; one column each. Constants that only steer it go to `data`. */
  readonly args: readonly Bound[]
  readonly type: DataType
  /** Of the result: count is not, sum is. */
  readonly nullable: boolean
  readonly data?: unknown
  /** Another function's name, under whose definition it runs: `any` is `bool_or`. */
  readonly name?: string
  /** SQL text, where Spark's is not `name(args)`. */
  readonly text?: string
  /** What may only stand over whole partitions, where Spark's text of it there is not `name(args)`. */
  readonly ofPartition?: string
}

/** An aggregate call that is about to run: types of its arguments, not their values. Plain data. */
export interface AggregateCall {
  readonly name: string
  readonly args: readonly { readonly type: DataType; readonly nullable: boolean }[]
  readonly type: DataType
  readonly data?: unknown
  /** Each distinct combination of arguments counts once. */
  readonly distinct?: boolean
}

export interface Accumulator {
  /** Everything it remembers, in a fixed order; the owner grows, clears, saves and loads them. */
  readonly cells: readonly Cells[]
  /** Fields of the state's schema that a restart must find again: Spark's aggBufferAttributes, `sum`, `count`. */
  readonly buffer: readonly Field[]
  /**
   * Adds rows. Ids are below what the cells were grown to.
   *
   * @param ids group of each row: `ids[i]` of row `rows[i]`
   * @param args argument columns of the batch
   * @param rows row numbers; undefined = rows 0 … count−1
   * @throws what the arithmetic raises under ANSI: ARITHMETIC_OVERFLOW, NUMERIC_VALUE_OUT_OF_RANGE
   */
  add(ids: Int32Array, args: readonly Vector[], rows: Int32Array | undefined, count: number): void
  /**
   * Adds what groups `from[i]` of `other` (the same function's) hold to groups `into[i]` of this: session windows that
   * grow together, partial tables.
   */
  merge(into: Int32Array, other: Accumulator, from: Int32Array, count: number): void
  /** Results of the first `count` groups in `ids`, in memory of their own. */
  finish(ids: Int32Array, count: number): Vector
}

export interface AggregateFunction {
  /** Registry name, lower case: `sum`. */
  readonly name: string
  readonly aliases?: readonly string[]
  /** One line for docs/functions.md: what it gives. */
  readonly summary: string
  /** `false`: order decides (first, last, collect_list); Spark calls them non-deterministic. */
  readonly deterministic?: boolean
  /** Over whole partitions only: Spark refuses it over a window with an order or a frame. */
  readonly ofPartition?: true
  /** Takes `WITHIN GROUP (ORDER BY …)`. */
  readonly ordered?: boolean
  /** Its parameters, in order, where Spark lets a call name them; `bind` then gets all of them. */
  readonly parameters?: readonly NamedParameter[]
  /** Checks and casts the arguments as Spark's analyzer. @throws WRONG_NUM_ARGS.*, DATATYPE_MISMATCH.* */
  bind(args: readonly Bound[], context: AggregateContext): AggregateParts
  /** A new accumulator without groups. */
  start(call: AggregateCall, evaluation: Evaluation): Accumulator
}

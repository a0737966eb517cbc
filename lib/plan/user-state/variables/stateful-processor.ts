/**
 * What a program writes for transformWithState, and what it gets: Spark's StatefulProcessor, its handle, its state
 * variables and timers. Times are milliseconds since 1970, as in Spark.
 */
import type { DdlShape } from '../../../types/typed/ddl-shape.ts'
import type { StructSchema, Tagged } from '../../../types/typed/struct.ts'
import type { RowOf, Shape, Type, ValueOf } from '../../../types/typed/type-tags.ts'

/** Which time timers are of, and whether state may have a time to live (processing time only). */
export type TimeMode = 'None' | 'ProcessingTime' | 'EventTime'

/** What a function gives at once or by a promise. */
export type MaybeAsync<V> = V | Promise<V>

/** Rows that a processor gives: by column name, a column that is left out is null; or by position. */
export type OutputRow<O> = Partial<O> | readonly unknown[]
export type OutputRows<O> = MaybeAsync<Iterable<OutputRow<O>> | undefined | undefined>

/**
 * The logic of a transformWithState. A class gets one instance per lane, so that calls of an asynchronous one may run side
 * by side; an object gets one call after the other. Calls for one key never overlap.
 */
export interface StatefulProcessor<K = unknown, I = unknown, O = unknown, P = unknown> {
  /** Once, before all else: asks the handle for the state variables. */
  init?(handle: StatefulProcessorHandle, timeMode: TimeMode): void
  /** Once for each key with rows in a batch. */
  handleInputRows(key: K, rows: Iterable<I>, timers: TimerValues): OutputRows<O>
  /** Once for each timer that is due, after all rows of the batch, in the order of their times. */
  handleExpiredTimer?(key: K, timers: TimerValues, expired: ExpiredTimerInfo): OutputRows<O>
  /** Once for each row of the initial state, in the first batch, before its rows. */
  handleInitialState?(key: K, row: P, timers: TimerValues): MaybeAsync<void>
  /** Once, when the run ends. */
  close?(): void
}

/** A processor, or the class of one. */
export type ProcessorSource<K, I, O, P = unknown> =
  | StatefulProcessor<K, I, O, P>
  | (new () => StatefulProcessor<K, I, O, P>)

export interface TimerValues {
  /** The batch's recorded time; −1 where there is none. */
  getCurrentProcessingTimeInMs(): number
  /** The batch's watermark; 0 before the first one, −1 in a frame that does not stream. */
  getCurrentWatermarkInMs(): number
}

export interface ExpiredTimerInfo {
  /** For when the timer was registered. */
  getExpiryTimeInMs(): number
}

export interface QueryInfo {
  readonly queryId: string
  readonly batchId: number
}

export interface StateVariableOptions {
  /** How long a value lives after it was last written; in time mode ProcessingTime only. */
  readonly ttlMs?: number
}

/** One value per key. */
export interface ValueState<T> {
  exists(): boolean
  /** null = none. */
  get(): T | null
  update(value: T): void
  clear(): void
}

/** A list per key. */
export interface ListState<T> {
  exists(): boolean
  get(): T[]
  /** Instead of what is there. */
  put(values: readonly T[]): void
  appendValue(value: T): void
  appendList(values: readonly T[]): void
  clear(): void
}

/** A map per key. */
export interface MapState<K, V> {
  exists(): boolean
  /** null = none. */
  getValue(key: K): V | null
  containsKey(key: K): boolean
  updateValue(key: K, value: V): void
  iterator(): Iterable<[K, V]>
  keys(): Iterable<K>
  values(): Iterable<V>
  removeKey(key: K): void
  clear(): void
}

/** What a variable's type is given as: columns as DDL text or `struct({…})`, or a single type: `long`, `array(string)`. */
export type StateType = string | StructSchema | Tagged
/** The JavaScript value of a variable's type. */
export type StateValue<X extends StateType> = X extends string
  ? RowOf<DdlShape<X>>
  : X extends StructSchema<infer S>
    ? S extends Shape
      ? RowOf<S>
      : never
    : X extends Tagged<infer T>
      ? T extends Type
        ? ValueOf<T>
        : never
      : never

export interface StatefulProcessorHandle {
  getValueState<const X extends StateType>(
    name: string,
    type: X,
    options?: StateVariableOptions,
  ): ValueState<StateValue<X>>
  getListState<const X extends StateType>(
    name: string,
    type: X,
    options?: StateVariableOptions,
  ): ListState<StateValue<X>>
  getMapState<const K extends StateType, const V extends StateType>(
    name: string,
    key: K,
    value: V,
    options?: StateVariableOptions,
  ): MapState<StateValue<K>, StateValue<V>>
  /** A timer of the current key; one for a time that is past is due in this batch or the next. */
  registerTimer(timeMs: number): void
  deleteTimer(timeMs: number): void
  /** Times of the current key's timers, ascending, with the one that is being handled. */
  listTimers(): number[]
  /** In `init` only: drops a variable of an earlier version of the program, with its content. */
  deleteIfExists(name: string): void
  getQueryInfo(): QueryInfo
}

/**
 * What a program writes for transformWithState, and what it gets: Spark's StatefulProcessor, its handle, its state
 * variables and timers. Times are milliseconds since 1970, as in Spark.
 */
import type { SchemaOfValues, ValueOfSchema } from '../../../types/typed/value-schema.ts'

/** Which time timers are of, and whether state may have a time to live (processing time only). */
export type TimeMode = 'None' | 'ProcessingTime' | 'EventTime'

/** Rows that a function gives, `[]` for none, at once or by a promise; a generator may be asynchronous. */
export type OutputRows<O> = Iterable<O> | AsyncIterable<O> | undefined | Promise<Iterable<O> | undefined>

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
  handleInitialState?(key: K, row: P, timers: TimerValues): void | Promise<void>
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

/**
 * What a processor asks for its variables and timers. A variable's type is columns, as DDL text or `struct({…})`, whose
 * values are objects; or one type (`'LONG'`, `long`), whose values are plain.
 */
export interface StatefulProcessorHandle {
  getValueState<const X extends SchemaOfValues>(
    name: string,
    type: X,
    options?: StateVariableOptions,
  ): ValueState<ValueOfSchema<X>>
  getListState<const X extends SchemaOfValues>(
    name: string,
    type: X,
    options?: StateVariableOptions,
  ): ListState<ValueOfSchema<X>>
  getMapState<const K extends SchemaOfValues, const V extends SchemaOfValues>(
    name: string,
    key: K,
    value: V,
    options?: StateVariableOptions,
  ): MapState<ValueOfSchema<K>, ValueOfSchema<V>>
  /** A timer of the current key; one for a time that is past is due in this batch or the next. */
  registerTimer(timeMs: number): void
  deleteTimer(timeMs: number): void
  /** Times of the current key's timers, ascending, with the one that is being handled. */
  listTimers(): number[]
  /** In `init` only: drops a variable of an earlier version of the program, with its content. */
  deleteIfExists(name: string): void
  getQueryInfo(): QueryInfo
}

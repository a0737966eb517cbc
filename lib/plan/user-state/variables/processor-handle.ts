/** What a processor asks for its variables and timers: Spark's StatefulProcessorHandle. One per lane. */
import type { SchemaOfValues, ValueOfSchema } from '../../../types/typed/value-schema.ts'
import { type ValueSchema, valueShape } from '../value-shape.ts'
import type { GroupCursor } from './group-cursor.ts'
import { wrongHandleState, wrongTimeMode } from './processor-errors.ts'
import type { ProcessorVariables } from './processor-variables.ts'
import type {
  ListState,
  MapState,
  QueryInfo,
  StatefulProcessorHandle,
  StateVariableOptions,
  TimeMode,
  ValueState,
} from './stateful-processor.ts'
import { GroupTimers } from './timers.ts'
import type { VariableKind } from './variable-catalog.ts'

/** Calls of a batch, for the progress. */
export interface TimerCounts {
  registered: number
  deleted: number
}

export class ProcessorHandle implements StatefulProcessorHandle {
  readonly #variables: ProcessorVariables
  readonly #cursor: GroupCursor
  readonly #timeMode: TimeMode
  readonly #timers: GroupTimers | undefined
  readonly #counts: TimerCounts
  readonly #info: () => QueryInfo
  readonly #first: boolean

  /** @param first is it the handle whose `init` says which variables there are? */
  constructor(
    variables: ProcessorVariables,
    cursor: GroupCursor,
    timeMode: TimeMode,
    counts: TimerCounts,
    info: () => QueryInfo,
    first: boolean,
  ) {
    this.#variables = variables
    this.#cursor = cursor
    this.#timeMode = timeMode
    this.#timers = variables.timers && new GroupTimers(variables.timers, cursor)
    this.#counts = counts
    this.#info = info
    this.#first = first
  }

  getValueState<const X extends SchemaOfValues>(
    name: string,
    type: X,
    options: StateVariableOptions = {},
  ): ValueState<ValueOfSchema<X>> {
    this.#define('get_value_state', 'ValueState', name, type, undefined, options)
    return this.#variables.value(name, this.#cursor) as ValueState<never>
  }

  getListState<const X extends SchemaOfValues>(
    name: string,
    type: X,
    options: StateVariableOptions = {},
  ): ListState<ValueOfSchema<X>> {
    this.#define('get_list_state', 'ListState', name, type, undefined, options)
    return this.#variables.list(name, this.#cursor) as ListState<never>
  }

  getMapState<const K extends SchemaOfValues, const V extends SchemaOfValues>(
    name: string,
    key: K,
    value: V,
    options: StateVariableOptions = {},
  ): MapState<ValueOfSchema<K>, ValueOfSchema<V>> {
    this.#define('get_map_state', 'MapState', name, value, key, options)
    return this.#variables.map(name, this.#cursor) as MapState<never, never>
  }

  registerTimer(timeMs: number): void {
    this.#timersFor('register_timer').register(Math.trunc(timeMs))
    this.#counts.registered++
  }

  deleteTimer(timeMs: number): void {
    this.#timersFor('delete_timer').remove(Math.trunc(timeMs))
    this.#counts.deleted++
  }

  listTimers(): number[] {
    return this.#timersFor('list_timers').list()
  }

  deleteIfExists(name: string): void {
    this.#requireInit('delete_if_exists')
    if (this.#first) this.#variables.delete(name)
  }

  getQueryInfo(): QueryInfo {
    return this.#info()
  }

  #define(
    operation: string,
    kind: VariableKind,
    name: string,
    type: SchemaOfValues,
    key: SchemaOfValues | undefined,
    { ttlMs }: StateVariableOptions,
  ): void {
    this.#requireInit(operation)
    const shape = valueShape(type as ValueSchema)
    const keyShape = key === undefined ? undefined : valueShape(key as ValueSchema, 'key')
    // 0 is Spark's TTLConfig.NONE.
    this.#variables.define({ name, kind, shape, key: keyShape, ttlMs: ttlMs === 0 ? undefined : ttlMs }, this.#first)
  }

  #requireInit(operation: string): void {
    if (this.#cursor.state !== 'PRE_INIT') throw wrongHandleState(operation, this.#cursor.state)
  }

  #timersFor(operation: string): GroupTimers {
    const { state } = this.#cursor
    if (!this.#timers) throw wrongTimeMode(operation, this.#timeMode)
    if (state !== 'INITIALIZED' && state !== 'DATA_PROCESSED') throw wrongHandleState(operation, state)
    return this.#timers
  }
}

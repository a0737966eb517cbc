/**
 * A processor of transformWithState by itself: rows in, rows out, time that passes on demand, state looked at and set.
 * After Spark's TwsTester; times to live are kept as well.
 */
import { MillraceError } from '../errors.ts'
import { TransformLanes } from '../plan/user-state/transform-lanes.ts'
import { processorMaker, timeModeOf } from '../plan/user-state/transform-node.ts'
import { type ValueSchema, valueShape } from '../plan/user-state/value-shape.ts'
import { GroupCursor } from '../plan/user-state/variables/group-cursor.ts'
import { MapKeyCodec } from '../plan/user-state/variables/map-key-codec.ts'
import { ProcessorVariables } from '../plan/user-state/variables/processor-variables.ts'
import type { ProcessorSource, TimeMode, TimerValues } from '../plan/user-state/variables/stateful-processor.ts'
import { GroupTimers } from '../plan/user-state/variables/timers.ts'
import type { VariableKind } from '../plan/user-state/variables/variable-catalog.ts'
import { EntryKey } from '../state/entry-key.ts'
import { packerReady } from '../state/value-packer.ts'

export interface TestProcessorOptions<K, I, P> {
  /** What keys are, as for groupByKey: columns, or one type; `'STRING'` unless given. */
  readonly key?: ValueSchema
  /** `None` unless given. */
  readonly timeMode?: TimeMode | Lowercase<TimeMode>
  /** What the clock shows first, ms; 0 unless given. */
  readonly nowMs?: number
  /** A row's event time, ms. In time mode EventTime rows at or before the watermark are dropped. */
  readonly eventTime?: (row: I) => number
  /** Rows of the initial state by key. */
  readonly initialState?: readonly (readonly [K, P])[]
}

/**
 * Makes a tester: `init` has run, and the initial state has been taken.
 *
 * @param processor a class, or an object
 */
export async function testProcessor<K, I, O, P>(
  processor: ProcessorSource<K, I, O, P>,
  options: TestProcessorOptions<K, I, P> = {},
): Promise<ProcessorTester<K, I, O>> {
  await packerReady()
  const tester = new ProcessorTester<K, I, O>(processor as ProcessorSource<never, never, unknown, never>, options)
  for (const [key, row] of options.initialState ?? []) await tester.initial(key, row)
  return tester
}

/** What `testProcessor` gives. Functions may be asynchronous, so everything that calls them gives a promise. */
export class ProcessorTester<K, I, O> {
  readonly #variables: ProcessorVariables
  readonly #lanes: TransformLanes
  readonly #keys: MapKeyCodec
  readonly #timeMode: TimeMode
  readonly #eventTime: ((row: I) => number) | undefined
  /** Looks at state between calls. */
  readonly #cursor = new GroupCursor({ rowsUpdated: 0, rowsRemoved: 0 })
  #nowMs: number
  #watermarkMs = 0
  /** Rows that were dropped as late. */
  lateRows = 0

  constructor(
    processor: ProcessorSource<never, never, unknown, never>,
    {
      key = 'STRING',
      timeMode: namedMode = 'None',
      nowMs = 0,
      eventTime,
    }: Omit<TestProcessorOptions<K, I, never>, 'initialState'>,
  ) {
    const shape = valueShape(key, 'key')
    const timeMode = timeModeOf(namedMode)
    this.#variables = new ProcessorVariables({ state: undefined, key: shape.fields, timeMode, outputMode: 'Append' })
    this.#keys = new MapKeyCodec('key', shape)
    this.#timeMode = timeMode
    this.#eventTime = eventTime
    this.#nowMs = nowMs
    this.#lanes = new TransformLanes({
      source: processorMaker(processor),
      variables: this.#variables,
      timeMode,
      metrics: { rowsUpdated: 0, rowsRemoved: 0 },
      counts: { registered: 0, deleted: 0 },
      info: () => ({ queryId: '00000000-0000-0000-0000-000000000000', batchId: 0 }),
    })
    this.#lanes.enter('INITIALIZED', nowMs)
    this.#cursor.state = 'INITIALIZED'
  }

  /** Calls `handleInputRows` for a key. @returns the rows it gave */
  async test(key: K, rows: readonly I[]): Promise<O[]> {
    const kept = rows.filter((row) => !this.#isLate(row))
    this.lateRows += rows.length - kept.length
    if (kept.length === 0) return []
    return (await this.#lanes.run({
      key: EntryKey.of(this.#keys.encode(key)),
      function: 'handleInputRows',
      call: (processor) => processor.handleInputRows(key, kept, this.#times),
    })) as O[]
  }

  /** Calls `handleInitialState` for a row of the initial state. */
  async initial(key: K, row: unknown): Promise<void> {
    await this.#lanes.run({
      key: EntryKey.of(this.#keys.encode(key)),
      function: 'handleInitialState',
      call: async (processor) => {
        await processor.handleInitialState?.(key, row, this.#times)
        return []
      },
    })
  }

  /** Lets processing time go forward to `ms`. @returns the rows of timers that came due, in the order of their times */
  async setProcessingTime(ms: number): Promise<O[]> {
    this.#nowMs = ms
    this.#lanes.enter('INITIALIZED', ms)
    const rows = this.#timeMode === 'ProcessingTime' ? await this.#fire(ms) : []
    this.#variables.sweep(ms)
    return rows
  }

  /** Lets processing time go forward by `ms`; see `setProcessingTime`. */
  advanceProcessingTime(ms: number): Promise<O[]> {
    return this.setProcessingTime(this.#nowMs + ms)
  }

  /** Lets the watermark go forward to `ms`. @returns the rows of timers that came due, in the order of their times */
  async setWatermark(ms: number): Promise<O[]> {
    this.#watermarkMs = Math.max(ms, this.#watermarkMs)
    return this.#timeMode === 'EventTime' ? this.#fire(this.#watermarkMs) : []
  }

  /** What a value variable holds for a key; null = nothing. */
  peekValueState(name: string, key: K): unknown {
    return this.#at(key, name, 'ValueState', () => this.#variables.value(name, this.#cursor).get())
  }

  updateValueState(name: string, key: K, value: unknown): void {
    this.#at(key, name, 'ValueState', () => this.#variables.value(name, this.#cursor).update(value))
  }

  /** What a list variable holds for a key. */
  peekListState(name: string, key: K): unknown[] {
    return this.#at(key, name, 'ListState', () => this.#variables.list(name, this.#cursor).get())
  }

  updateListState(name: string, key: K, values: readonly unknown[]): void {
    this.#at(key, name, 'ListState', () => this.#variables.list(name, this.#cursor).put(values))
  }

  /** What a map variable holds for a key. */
  peekMapState(name: string, key: K): Map<unknown, unknown> {
    return this.#at(key, name, 'MapState', () => new Map(this.#variables.map(name, this.#cursor).iterator()))
  }

  updateMapState(name: string, key: K, entries: ReadonlyMap<unknown, unknown>): void {
    this.#at(key, name, 'MapState', () => {
      const map = this.#variables.map(name, this.#cursor)
      map.clear()
      for (const [one, value] of entries) map.updateValue(one, value)
    })
  }

  /** Removes what a variable holds for a key. */
  deleteState(name: string, key: K): void {
    const kind = this.#kindOf(name)
    this.#at(key, name, kind, () => {
      const of = { ValueState: 'value', ListState: 'list', MapState: 'map' } as const
      this.#variables[of[kind]](name, this.#cursor).clear()
    })
  }

  /** Times of a key's timers, ascending, ms. */
  timers(key: K): number[] {
    const { timers } = this.#variables
    if (!timers) return []
    return this.#turn(key, () => new GroupTimers(timers, this.#cursor).list())
  }

  /** Calls `close`. */
  close(): void {
    this.#lanes.close()
  }

  get #times(): TimerValues {
    const [now, watermark] = [this.#nowMs, this.#watermarkMs]
    return { getCurrentProcessingTimeInMs: () => now, getCurrentWatermarkInMs: () => watermark }
  }

  #isLate(row: I): boolean {
    const { eventTime, timeMode } = { eventTime: this.#eventTime, timeMode: this.#timeMode }
    return timeMode === 'EventTime' && eventTime !== undefined && eventTime(row) <= this.#watermarkMs
  }

  async #fire(nowMs: number): Promise<O[]> {
    const all: O[] = []
    for (const { key: entry, timeMs } of this.#variables.timers?.due(nowMs) ?? []) {
      const key = this.#keys.decode(entry.bytes, 0)
      const rows = await this.#lanes.run({
        key: entry,
        function: 'handleExpiredTimer',
        call: (processor) => processor.handleExpiredTimer?.(key, this.#times, { getExpiryTimeInMs: () => timeMs }),
        after: (handle) => handle.deleteTimer(timeMs),
      })
      all.push(...(rows as O[]))
    }
    return all
  }

  #at<T>(key: K, name: string, kind: VariableKind, work: () => T): T {
    const found = this.#kindOf(name)
    if (found === kind) return this.#turn(key, work)
    throw new MillraceError('MILLRACE_TEST_PROCESSOR', `The state variable ${name} is a ${found}, not a ${kind}`)
  }

  #kindOf(name: string): VariableKind {
    const found = this.#variables.defined.get(name)
    if (found) return found.kind
    const known = [...this.#variables.defined.keys()].join(', ')
    throw new MillraceError(
      'MILLRACE_TEST_PROCESSOR',
      `The processor has no state variable of this name: ${name}. It has: ${known || 'none'}`,
    )
  }

  #turn<T>(key: K, work: () => T): T {
    this.#cursor.nowMs = this.#nowMs
    this.#cursor.begin(EntryKey.of(this.#keys.encode(key)))
    try {
      return work()
    } finally {
      this.#cursor.end()
    }
  }
}

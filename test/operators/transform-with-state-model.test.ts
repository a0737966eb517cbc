/**
 * A processor that does what its rows say, with a value, a list, a map and timers, against a naive model of it: whatever
 * the rows, the clock, where the query stops, is killed and goes on, how batches are cut, and whether it is asynchronous.
 */
import fc from 'fast-check'
import { describe, test } from 'vitest'
import { createSession } from '../../index.ts'
import type {
  ListState,
  MapState,
  StatefulProcessor,
  StatefulProcessorHandle,
  TimerValues,
  ValueState,
} from '../../lib/plan/user-state/variables/stateful-processor.ts'
import { protocolSteps } from '../../lib/query/probe.ts'
import {
  add,
  advanceClock,
  type CrashPoint,
  crash,
  expectNew,
  expectState,
  type Step,
  start,
  stop,
  testQuery,
  virtualSurroundings,
} from '../../lib/testing/index.ts'

type Mode = 'ProcessingTime' | 'EventTime'
const orders = ['put', 'append', 'set', 'unset', 'clear', 'timer', 'untimer'] as const
interface Order {
  readonly k: string
  readonly what: (typeof orders)[number]
  readonly n: number
  /** Event time, s. */
  readonly at: number
}
interface Tick {
  readonly rows: readonly Order[]
  readonly before: 'go on' | 'restart' | CrashPoint
}

const tickMs = 10_000
const ttlMs = 25_000
const delayMs = 5_000

/** What of a key's state a function may do. */
interface Held {
  put(n: number): void
  append(n: number): void
  set(key: string, n: number): void
  unset(key: string): void
  clear(): void
  timer(ms: number): void
  untimer(): void
  text(): string
}

/** A row as functions get it. */
interface Told {
  readonly what: string | null
  readonly n: number | null
}

function follow(held: Held, rows: Iterable<Told>, nowMs: number): void {
  for (const { what, n: given } of rows) {
    const n = given ?? 0
    if (what === 'put') held.put(n)
    else if (what === 'append') held.append(n)
    else if (what === 'set') held.set(`key ${n % 3}`, n)
    else if (what === 'unset') held.unset(`key ${n % 3}`)
    else if (what === 'clear') held.clear()
    else if (what === 'timer') held.timer(nowMs + (n - 3) * 4_000)
    else held.untimer()
  }
}

/** What a timer's function does: it clears, keeps a timer going, or takes one back. */
function fired(held: Held, timeMs: number): void {
  const turn = Math.abs(timeMs / 1000) % 4
  if (turn === 0) held.clear()
  else if (turn === 1) held.timer(timeMs + 12_000)
  else if (turn === 2) held.untimer()
  else held.append(timeMs / 1000)
}

/** The processor under test. */
function processor(mode: Mode, later: boolean) {
  return class implements StatefulProcessor<string, Told, { k: string; text: string }> {
    value!: ValueState<number>
    list!: ListState<number>
    map!: MapState<string, number>
    handle!: StatefulProcessorHandle

    init(handle: StatefulProcessorHandle): void {
      const options = mode === 'ProcessingTime' ? { ttlMs } : {}
      this.handle = handle
      this.value = handle.getValueState('value', 'INT', options)
      this.list = handle.getListState('list', 'INT', options)
      this.map = handle.getMapState('map', 'STRING', 'INT', options)
    }

    get #held(): Held {
      const { value, list, map, handle } = this
      return {
        put: (n) => value.update(n),
        append: (n) => list.appendValue(n),
        set: (key, n) => map.updateValue(key, n),
        unset: (key) => map.removeKey(key),
        clear() {
          value.clear()
          list.clear()
          map.clear()
        },
        timer: (ms) => handle.registerTimer(ms),
        untimer: () => handle.deleteTimer(handle.listTimers()[0] ?? 0),
        text: () => textOf(value.get(), list.get(), [...map.iterator()], handle.listTimers()),
      }
    }

    handleInputRows(k: string, rows: Iterable<Told>, timers: TimerValues) {
      const given = () => {
        follow(this.#held, rows, timeOf(mode, timers))
        return [{ k, text: this.#held.text() }]
      }
      return later ? Promise.resolve().then(given) : given()
    }

    handleExpiredTimer(k: string, _: TimerValues, expired: { getExpiryTimeInMs(): number }) {
      const given = () => {
        fired(this.#held, expired.getExpiryTimeInMs())
        return [{ k, text: `${expired.getExpiryTimeInMs()}: ${this.#held.text()}` }]
      }
      return later ? Promise.resolve().then(given) : given()
    }
  }
}

const timeOf = (mode: Mode, timers: TimerValues): number =>
  mode === 'EventTime' ? timers.getCurrentWatermarkInMs() : timers.getCurrentProcessingTimeInMs()

const textOf = (value: number | null, list: number[], map: [string, number][], timers: number[]): string =>
  JSON.stringify([value, list, map.sort(([a], [b]) => (a < b ? -1 : 1)), timers])

interface Expiring<T> {
  readonly value: T
  readonly expiresMs: number
}

/** A key's state, naively. */
class ModelKey implements Held {
  value: Expiring<number> | undefined
  list: Expiring<number>[] = []
  map = new Map<string, Expiring<number>>()
  timers: number[] = []
  nowMs = 0
  readonly #ttl: boolean

  constructor(mode: Mode) {
    this.#ttl = mode === 'ProcessingTime'
  }

  put(n: number): void {
    this.value = this.#expiring(n)
  }
  append(n: number): void {
    this.list.push(this.#expiring(n))
  }
  set(key: string, n: number): void {
    this.map.set(key, this.#expiring(n))
  }
  unset(key: string): void {
    this.map.delete(key)
  }
  clear(): void {
    this.value = undefined
    this.list = []
    this.map.clear()
  }
  timer(ms: number): void {
    if (!this.timers.includes(ms)) this.timers = [...this.timers, ms].sort((a, b) => a - b)
  }
  untimer(): void {
    this.timers = this.timers.slice(1)
  }
  text(): string {
    const live = ({ expiresMs }: Expiring<number>): boolean => expiresMs > this.nowMs
    return textOf(
      this.value && live(this.value) ? this.value.value : null,
      this.list.filter(live).map(({ value }) => value),
      [...this.map].filter(([, one]) => live(one)).map(([key, { value }]) => [key, value]),
      this.timers,
    )
  }
  /** The earliest time at which something is due. */
  get earliest(): number {
    const expiries = [this.value, ...this.list, ...this.map.values()].map((one) => one?.expiresMs ?? Number.MAX_VALUE)
    return Math.min(this.timers[0] ?? Number.MAX_VALUE, ...expiries)
  }
  sweep(nowMs: number): void {
    if (this.value && this.value.expiresMs <= nowMs) this.value = undefined
    this.list = this.list.filter(({ expiresMs }) => expiresMs > nowMs)
    for (const [key, { expiresMs }] of this.map) if (expiresMs <= nowMs) this.map.delete(key)
  }
  /** Spark counts a row for a list that is not empty. */
  get rows(): number {
    return (this.value ? 1 : 0) + (this.list.length > 0 ? 1 : 0) + this.map.size
  }
  #expiring(value: number): Expiring<number> {
    return { value, expiresMs: this.#ttl ? this.nowMs + ttlMs : Number.MAX_VALUE }
  }
}

/** The whole query, naively. */
class Model {
  readonly rows: [string, string][] = []
  readonly #keys = new Map<string, ModelKey>()
  readonly #mode: Mode
  #lateMs = 0
  #watermarkMs = 0
  #maxMs = 0

  constructor(mode: Mode) {
    this.#mode = mode
  }

  get left(): number {
    return [...this.#keys.values()].reduce((sum, one) => sum + one.rows, 0)
  }

  /** A trigger: a batch when there are rows, or something is due by the clock. */
  trigger(batchMs: number, rows: readonly Order[]): void {
    const due = [...this.#keys.values()].some((one) => one.earliest <= batchMs)
    if (rows.length === 0 && !(this.#mode === 'ProcessingTime' && due)) return
    const nowMs = this.#mode === 'EventTime' ? this.#watermarkMs : batchMs
    for (const held of this.#keys.values()) held.nowMs = batchMs
    for (const [k, orders] of this.#groups(rows)) {
      const held = this.#keys.get(k) ?? new ModelKey(this.#mode)
      this.#keys.set(k, held)
      held.nowMs = batchMs
      follow(held, orders, nowMs)
      this.rows.push([k, held.text()])
    }
    this.#fire(nowMs)
    if (this.#mode === 'ProcessingTime') for (const one of this.#keys.values()) one.sweep(batchMs)
    this.#lateMs = this.#watermarkMs
    this.#watermarkMs = Math.max(this.#watermarkMs, this.#maxMs - delayMs, 0)
  }

  #groups(rows: readonly Order[]): Map<string, Order[]> {
    const groups = new Map<string, Order[]>()
    for (const row of rows) {
      this.#maxMs = Math.max(this.#maxMs, row.at * 1000)
      if (this.#mode === 'EventTime' && row.at * 1000 <= this.#lateMs) continue
      groups.set(row.k, [...(groups.get(row.k) ?? []), row])
    }
    return groups
  }

  #fire(nowMs: number): void {
    const timers = [...this.#keys].flatMap(([k, { timers: all }]) =>
      all.filter((ms) => ms <= nowMs).map((ms) => ({ k, ms })),
    )
    timers.sort((a, b) => a.ms - b.ms || (a.k < b.k ? -1 : 1))
    for (const { k, ms } of timers) {
      const held = this.#keys.get(k) as ModelKey
      fired(held, ms)
      this.rows.push([k, `${ms}: ${held.text()}`])
      held.timers = held.timers.filter((one) => one !== ms)
    }
  }
}

const points = protocolSteps
  .slice(protocolSteps.indexOf('latest-offset'))
  .flatMap((step): readonly CrashPoint[] => [`before:${step}`, `after:${step}`])

/** Points behind which a batch is not run again. */
const committed: ReadonlySet<string> = new Set(points.slice(points.indexOf('after:commits')))

/** A start triggers at once: what is due runs again at the time of the batch before. */
function expected(mode: Mode, ticks: readonly Tick[]): Model {
  const model = new Model(mode)
  for (const [at, { rows, before }] of ticks.entries()) {
    if (before === 'restart') model.trigger(at * tickMs, [])
    model.trigger((at + 1) * tickMs, rows)
    if (rows.length > 0 && committed.has(before)) model.trigger((at + 1) * tickMs, [])
  }
  return model
}

/** The state is looked at after one more batch: a run that has had none reports nothing. */
const last: Tick = { rows: [{ k: 'z', what: 'put', n: 0, at: 100 }], before: 'go on' }

async function story(mode: Mode, given: readonly Tick[], rowsAtOnce: number, later: boolean): Promise<void> {
  const ticks = [...given, last]
  const on = virtualSurroundings()
  const session = createSession({ surroundings: on, conf: { 'millrace.maxBatchRows': rowsAtOnce } })
  const stream = session.memoryStream('k STRING, what STRING, n INT, at TIMESTAMP')
  const frame = stream
    .toDF()
    .withWatermark('at', `${delayMs / 1000} seconds`)
    .groupByKey('k')
    .transformWithState(processor(mode, later), { output: 'k STRING, text STRING', timeMode: mode, concurrency: 3 })
  const steps = ticks.flatMap(({ rows, before }): readonly Step[] => {
    const data = rows.map(({ k, what, n, at }) => [k, what, n, new Date(at * 1000)])
    const added = data.length > 0 ? [add(stream, ...data)] : []
    if (before === 'restart') return [stop(), start(), ...added, advanceClock(tickMs)]
    if (before === 'go on' || data.length === 0) return [...added, advanceClock(tickMs)]
    return [...added, crash(before), start()]
  })
  const { rows, left } = expected(mode, ticks)
  await testQuery(frame, { on, trigger: { processingTime: tickMs } }, [
    ...steps,
    expectNew(...rows),
    expectState({ numRowsTotal: left }),
  ])
}

const order = fc.record({
  k: fc.constantFrom('a', 'b', 'c'),
  what: fc.constantFrom(...orders),
  n: fc.integer({ min: 0, max: 9 }),
  at: fc.integer({ min: 0, max: 60 }),
})

describe.each(['ProcessingTime', 'EventTime'] as const)('time mode %s', (mode) => {
  test('the rows and the state are those of the model', async () => {
    const tick = fc.record({
      rows: fc.array(order, { minLength: mode === 'EventTime' ? 1 : 0, maxLength: 6 }),
      before: fc.oneof(
        { weight: 4, arbitrary: fc.constant('go on' as const) },
        { weight: 1, arbitrary: fc.constant('restart' as const) },
        { weight: 2, arbitrary: fc.constantFrom(...points) },
      ),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(tick, { minLength: 1, maxLength: 12 }),
        fc.constantFrom(1, 3, 1000),
        fc.boolean(),
        (ticks, rowsAtOnce, later) => story(mode, ticks, rowsAtOnce, later),
      ),
      { numRuns: 60 },
    )
  }, 60_000)
})

/**
 * (flat)mapGroupsWithState over random epochs gives what a naive store of states and time-outs gives, a group at a time,
 * however batches are cut, restarted and killed anywhere.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AnyDefinition } from '../../lib/plan/operator-registry.ts'
import { addRowFunction } from '../../lib/plan/row-functions.ts'
import type { GroupState, GroupStateTimeout } from '../../lib/plan/user-state/group-state.ts'
import { type GroupsWithStateOptions, groupsWithState } from '../../lib/plan/user-state/groups-with-state.ts'
import { valueShape } from '../../lib/plan/user-state/value-shape.ts'
import type { RowObject } from '../../lib/types/values/row-value.ts'
import { epochLines, type RandomEpoch, randomEpochs } from './random-epochs.ts'
import { type EpochResult, runEpochs } from './stateful-stage.ts'

interface Row {
  readonly k: string | null
  readonly n: number
  readonly ts: number | null
}

const header = 'k:string n:long ts:timestamp!5 key:string'
const line = ({ k, n, ts }: Row): string => `${k} ${n} ${ts} ${k}`
const row = fc.record<Row>({
  k: fc.constantFrom('a', 'b', 'c', null),
  n: fc.integer({ min: 0, max: 6 }),
  ts: fc.option(fc.integer({ min: -1, max: 40 }), { freq: 6 }),
})

/** A function that does, as its rows say, everything that can be done to a state. */
function act(timeout: GroupStateTimeout) {
  const later = (state: GroupState<bigint>, seconds: bigint): void => {
    const ms = 1000 * Number(seconds + 1n)
    if (timeout === 'ProcessingTimeTimeout') state.setTimeoutDuration(ms)
    if (timeout === 'EventTimeTimeout') state.setTimeoutTimestamp(state.getCurrentWatermarkMs() + ms)
  }
  return (key: string | null, rows: Iterable<RowObject>, state: GroupState<bigint>): unknown[] => {
    const seen: string[] = []
    if (state.hasTimedOut) {
      const value = state.getOption() ?? 0n
      seen.push(`timed out at ${value}`.replaceAll(' ', '-'))
      if (value % 3n === 0n) state.remove()
      if (value % 3n === 1n) {
        state.update(value + 1n)
        later(state, value)
      }
    }
    for (const { n } of rows as Iterable<{ n: bigint }>) {
      seen.push(`${n}`)
      if (n === 1n || n === 4n || n === 6n) state.update((state.getOption() ?? 0n) + n)
      if (n === 2n || n === 5n) state.remove()
      if (n >= 3n) later(state, n)
    }
    return [[key, seen.join('+'), state.exists ? state.get() : null]]
  }
}

type Act = ReturnType<typeof act>

/** Spark's FlatMapGroupsWithStateExec, over a map. */
class Model {
  readonly #states = new Map<string | null, { value: bigint | undefined; timeout: number }>()
  readonly #act: Act
  readonly #timeout: GroupStateTimeout
  #lateAt = 0
  #rows: string[] = []
  #updated = 0
  #removed = 0

  constructor(body: Act, timeout: GroupStateTimeout) {
    this.#act = body
    this.#timeout = timeout
  }

  epoch({ rows, watermark }: RandomEpoch<Row>, time: number): EpochResult {
    this.#rows = []
    this.#updated = 0
    this.#removed = 0
    const byTime = this.#timeout === 'EventTimeTimeout'
    const onTime = byTime ? rows.filter(({ ts }) => ts === null || ts > this.#lateAt) : rows
    for (const key of new Set(onTime.map(({ k }) => k))) {
      this.#call(
        key,
        onTime.filter(({ k }) => k === key),
        false,
        watermark,
        time,
      )
    }
    const threshold = 1000 * (byTime ? watermark : time)
    const due = [...this.#states].filter(([, { timeout }]) => timeout !== -1 && timeout < threshold)
    for (const [key] of due) this.#call(key, [], true, watermark, time)
    this.#lateAt = watermark
    return {
      rows: this.#rows.sort(),
      metrics: {
        rowsTotal: this.#states.size,
        rowsUpdated: this.#updated,
        rowsRemoved: this.#removed,
        rowsDroppedByWatermark: rows.length - onTime.length,
      },
    }
  }

  #call(key: string | null, rows: readonly Row[], hasTimedOut: boolean, watermark: number, time: number): void {
    const stored = this.#states.get(key)
    const state = { value: stored?.value, timeout: -1, updated: false, removed: false }
    const handle: GroupState<bigint> = {
      get exists() {
        return state.value !== undefined
      },
      get: () => state.value as bigint,
      getOption: () => state.value,
      update(value) {
        Object.assign(state, { value, updated: true, removed: false })
      },
      remove() {
        Object.assign(state, { value: undefined, updated: false, removed: true })
      },
      hasTimedOut,
      setTimeoutDuration(ms) {
        state.timeout = 1000 * time + Number(ms)
      },
      setTimeoutTimestamp(ms) {
        state.timeout = Number(ms)
      },
      getCurrentWatermarkMs: () => 1000 * watermark,
      getCurrentProcessingTimeMs: () => 1000 * time,
    }
    const given = this.#act(
      key,
      rows.map(({ n }) => ({ n: BigInt(n) })),
      handle,
    )
    this.#rows.push(...given.map((one) => (one as unknown[]).map(String).join(' ')))
    if (state.removed && state.timeout === -1) {
      this.#states.delete(key)
      this.#removed += 1
    } else if (state.updated || state.removed || state.timeout !== (stored?.timeout ?? -1)) {
      this.#states.set(key, { value: state.value, timeout: state.timeout })
      this.#updated += 1
    }
  }
}

function runOf(timeout: GroupStateTimeout): { readonly definition: AnyDefinition; readonly options: unknown } {
  const options: GroupsWithStateOptions = {
    function: addRowFunction(act(timeout)),
    kind: 'flatMap',
    concurrency: 16,
    width: 1,
    flatKey: true,
    output: valueShape('k STRING, seen STRING, value LONG'),
    state: valueShape('LONG'),
    timeout,
    initialColumn: -1,
    skipInitial: false,
  }
  return { definition: groupsWithState as AnyDefinition, options }
}

describe.each(['NoTimeout', 'ProcessingTimeTimeout', 'EventTimeTimeout'] as const)('%s', (timeout) => {
  const run = runOf(timeout)

  test('gives what a naive store gives, in batches of any size, restarted and killed anywhere', () => {
    const scenario = fc.record({
      epochs: randomEpochs(row, 12),
      steps: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 7, maxLength: 7 }),
      restarts: fc.uniqueArray(fc.integer({ min: 1, max: 6 })),
      reruns: fc.uniqueArray(fc.integer({ min: 1, max: 6 })),
    })
    fc.assert(
      fc.property(scenario, ({ epochs, steps, restarts, reruns }) => {
        let time = 0
        const times = steps.map((step) => {
          time += step
          return time
        })
        const model = new Model(act(timeout), timeout)
        const expected = epochs.map((epoch, at) => model.epoch(epoch, times[at] as number))
        for (const size of [1, 2, 7, 1000]) {
          expect(runEpochs(run, header, epochLines(epochs, line, size), [], [], times)).toEqual(expected)
        }
        expect(runEpochs(run, header, epochLines(epochs, line, 3), restarts, reruns, times)).toEqual(expected)
      }),
      { numRuns: 150 },
    )
  })
})

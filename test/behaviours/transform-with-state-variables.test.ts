/** What Spark's suites of list and map state and of times to live assert. */
import { expect, test } from 'vitest'
import type {
  ListState,
  MapState,
  StatefulProcessor,
  StatefulProcessorHandle,
  TimerValues,
  ValueState,
} from '../../lib/plan/user-state/variables/stateful-processor.ts'
import {
  add,
  advanceClock,
  expectError,
  expectNew,
  expectState,
  type Step,
  start,
  stop,
  testQuery,
} from '../../lib/testing/index.ts'
import { long, string } from '../../lib/types/typed/struct.ts'

import { begin, everySecond, type Output, processingTime, transform } from './transform-engine.ts'

/** A list and a map per key, told what to do by its rows. */
class Told implements StatefulProcessor<string, { what: string; v: string | null }, Output> {
  list!: ListState<string>
  map!: MapState<string, string>
  init(handle: StatefulProcessorHandle): void {
    this.list = handle.getListState('listState', string)
    this.map = handle.getMapState('mapState', string, string)
  }
  *handleInputRows(k: string, rows: Iterable<{ what: string; v: string | null }>): Iterable<Output> {
    for (const { what, v } of rows) yield { k, n: this.#done(what, v as string) }
  }
  #done(what: string, v: string): string {
    const { list, map } = this
    const work: { readonly [what: string]: () => unknown } = {
      append: () => list.appendValue(v),
      appendList: () => list.appendList(v.split(' ')),
      put: () => list.put(v === null ? (v as never) : v.split(' ').filter((one) => one !== '')),
      get: () => list.get().join(' '),
      clear: () => list.clear(),
      exists: () => list.exists(),
      updateValue: () => map.updateValue(v, v.toUpperCase()),
      nullValue: () => map.updateValue(v, null as never),
      getValue: () => map.getValue(v),
      containsKey: () => map.containsKey(v),
      removeKey: () => map.removeKey(v),
      keys: () => [...map.keys()].join(' '),
      values: () => [...map.values()].join(' '),
      iterator: () => [...map.iterator()].join(' '),
      clearMap: () => map.clear(),
      existsMap: () => map.exists(),
    }
    return String(work[what]?.() ?? null)
  }
}

test('a list state appends, puts, gets and clears, and refuses nulls and empty lists', async () => {
  const { on, session } = begin()
  const rows = session.memoryStream('k STRING, what STRING, v STRING')
  const frame = rows.toDF().apply(transform(Told))
  const done = 'null'
  await testQuery(frame, { on }, [
    add(rows, ['a', 'append', 'x'], ['a', 'appendList', 'y z'], ['a', 'get', null], ['b', 'exists', null]),
    expectNew(['a', done], ['a', done], ['a', 'x y z'], ['b', 'false']),
    add(rows, ['a', 'put', 'p q'], ['a', 'append', 'r'], ['b', 'append', 's']),
    expectNew(['a', done], ['a', done], ['b', done]),
    stop(),
    start(),
    add(rows, ['a', 'get', null], ['b', 'get', null], ['a', 'clear', null], ['a', 'exists', null]),
    expectNew(['a', 'p q r'], ['b', 's'], ['a', done], ['a', 'false']),
    expectState({ numRowsTotal: 1 }),
  ])
  for (const [what, v, condition] of [
    ['append', null, 'ILLEGAL_STATE_STORE_VALUE.NULL_VALUE'],
    ['put', null, 'ILLEGAL_STATE_STORE_VALUE.NULL_VALUE'],
    ['put', '', 'ILLEGAL_STATE_STORE_VALUE.EMPTY_LIST_VALUE'],
  ] as const) {
    const other = begin()
    const given = other.session.memoryStream('k STRING, what STRING, v STRING')
    await testQuery(given.toDF().apply(transform(Told)), { on: other.on }, [
      add(given, ['a', what, v]),
      expectError(condition),
    ])
  }
})

test('a map state gives null for a key it has not, is consistent, and refuses null keys and values', async () => {
  const { on, session } = begin()
  const rows = session.memoryStream('k STRING, what STRING, v STRING')
  const frame = rows.toDF().apply(transform(Told))
  const done = 'null'
  await testQuery(frame, { on }, [
    add(rows, ['a', 'getValue', 'x'], ['a', 'existsMap', null], ['a', 'updateValue', 'x'], ['a', 'updateValue', 'y']),
    expectNew(['a', 'null'], ['a', 'false'], ['a', done], ['a', done]),
    stop(),
    start(),
    add(rows, ['a', 'keys', null], ['a', 'values', null], ['a', 'iterator', null], ['a', 'containsKey', 'x']),
    add(rows, ['b', 'containsKey', 'x']),
    expectNew(['a', 'x y'], ['a', 'X Y'], ['a', 'x,X y,Y'], ['a', 'true'], ['b', 'false']),
    add(rows, ['a', 'removeKey', 'x'], ['a', 'getValue', 'x'], ['a', 'getValue', 'y'], ['a', 'clearMap', null]),
    add(rows, ['a', 'existsMap', null]),
    expectNew(['a', done], ['a', 'null'], ['a', 'Y'], ['a', done], ['a', 'false']),
    expectState({ numRowsTotal: 0 }),
  ])
  for (const [what, v] of [
    ['getValue', null],
    ['containsKey', null],
    ['nullValue', 'x'],
  ] as const) {
    const other = begin()
    const given = other.session.memoryStream('k STRING, what STRING, v STRING')
    await testQuery(given.toDF().apply(transform(Told)), { on: other.on }, [
      add(given, ['a', what, v]),
      expectError('ILLEGAL_STATE_STORE_VALUE.NULL_VALUE'),
    ])
  }
})

/** Values that live for a minute, told what to do by its rows. */
class Living implements StatefulProcessor<string, { what: string }, Output> {
  value!: ValueState<bigint>
  init(handle: StatefulProcessorHandle): void {
    this.value = handle.getValueState('value', long, { ttlMs: 60_000 })
  }
  *handleInputRows(k: string, rows: Iterable<{ what: string }>, timers: TimerValues): Iterable<Output> {
    for (const { what } of rows) {
      if (what === 'put') this.value.update(BigInt(timers.getCurrentProcessingTimeInMs()))
      else if (what === 'clear') this.value.clear()
      else yield { k, n: String(this.value.get()) }
    }
  }
}

const expiredValues = (n: number): Step => ({
  text: `${n} values expired`,
  async take(run) {
    const { customMetrics } = await run.stateOf(0)
    expect(customMetrics).toMatchObject({ numValuesRemovedDueToTTLExpiry: n, numValueStateWithTTLVars: 1 })
  },
})

test('a value lives for its minute, a write gives it another one, and it is removed without data as well', async () => {
  const { on, session } = begin()
  const rows = session.memoryStream('k STRING, what STRING')
  const frame = rows.toDF().apply(transform(Living, processingTime))
  await testQuery(frame, { on, outputMode: 'update', trigger: everySecond }, [
    add(rows, ['a', 'put']),
    advanceClock('1 second'),
    add(rows, ['a', 'get']),
    advanceClock('1 second'),
    expectNew(['a', '1000']),
    advanceClock('33 seconds'),
    add(rows, ['a', 'put'], ['a', 'get']),
    advanceClock('1 second'),
    expectNew(['a', '36000']),
    advanceClock('25 seconds'),
    add(rows, ['a', 'get']),
    advanceClock('1 second'),
    expectNew(['a', '36000']),
    expectState({ numRowsTotal: 1 }),
    advanceClock('33 seconds'),
    expectState({ numRowsTotal: 1 }),
    advanceClock('1 second'),
    expectState({ numRowsTotal: 0, numRowsRemoved: 1 }),
    expiredValues(1),
    add(rows, ['a', 'get']),
    advanceClock('1 second'),
    expectNew(['a', 'null']),
  ])
})

test('only keys whose time has come go; clear is for the current key; expired values are counted', async () => {
  const { on, session } = begin()
  const rows = session.memoryStream('k STRING, what STRING')
  const frame = rows.toDF().apply(transform(Living, processingTime))
  await testQuery(frame, { on, outputMode: 'update', trigger: everySecond }, [
    add(rows, ['a', 'put'], ['b', 'put'], ['c', 'put']),
    advanceClock('1 second'),
    advanceClock('29 seconds'),
    add(rows, ['b', 'put'], ['c', 'clear']),
    advanceClock('1 second'),
    expectState({ numRowsTotal: 2 }),
    advanceClock('30 seconds'),
    expectState({ numRowsTotal: 1 }),
    expiredValues(1),
    add(rows, ['a', 'get'], ['b', 'get'], ['c', 'get']),
    advanceClock('1 second'),
    expectNew(['a', 'null'], ['b', '31000'], ['c', 'null']),
    expiredValues(0),
  ])
})

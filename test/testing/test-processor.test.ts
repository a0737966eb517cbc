import { expect, test } from 'vitest'
import type {
  ExpiredTimerInfo,
  ListState,
  MapState,
  StatefulProcessor,
  StatefulProcessorHandle,
  TimerValues,
  ValueState,
} from '../../lib/plan/user-state/variables/stateful-processor.ts'
import { testProcessor } from '../../lib/testing/index.ts'

interface Click {
  readonly page: string
  readonly atMs: number
}
type Visit = { user: string; pages: number }

/** Pages of a visit, which ends 30 s after its last click. */
class Visits implements StatefulProcessor<string, Click, Visit, { pages: number }> {
  pages!: ListState<string>
  end!: ValueState<number>
  seen!: MapState<string, number>
  handle!: StatefulProcessorHandle

  init(handle: StatefulProcessorHandle): void {
    this.handle = handle
    this.pages = handle.getListState('pages', 'STRING')
    this.end = handle.getValueState('end', 'DOUBLE')
    this.seen = handle.getMapState('seen', 'STRING', 'INT')
  }

  handleInitialState(_: string, { pages }: { pages: number }): void {
    this.pages.put(Array.from({ length: pages }, () => 'before'))
  }

  handleInputRows(_: string, rows: Iterable<Click>, timers: TimerValues): Visit[] {
    for (const { page } of rows) {
      this.pages.appendValue(page)
      this.seen.updateValue(page, (this.seen.getValue(page) ?? 0) + 1)
    }
    this.handle.deleteTimer(this.end.get() ?? -1)
    const end = Math.max(timers.getCurrentProcessingTimeInMs(), timers.getCurrentWatermarkInMs()) + 30_000
    this.end.update(end)
    this.handle.registerTimer(end)
    return []
  }

  handleExpiredTimer(user: string, _: TimerValues, expired: ExpiredTimerInfo): Visit[] {
    const pages = this.pages.get().length
    this.pages.clear()
    this.end.clear()
    return [{ user: `${user} at ${expired.getExpiryTimeInMs()}`, pages }]
  }
}

const click = (page: string, atMs = 0): Click => ({ page, atMs })

test('rows go in, time goes forward, rows come out, and state is there to be looked at', async () => {
  const tester = await testProcessor(Visits, { timeMode: 'ProcessingTime', nowMs: 1_000 })
  expect(await tester.test('ann', [click('/'), click('/a')])).toEqual([])
  await tester.setProcessingTime(11_000)
  await tester.test('bob', [click('/')])
  expect(tester.peekListState('pages', 'ann')).toEqual(['/', '/a'])
  expect(tester.peekValueState('end', 'bob')).toBe(41_000)
  expect(tester.peekMapState('seen', 'ann')).toEqual(
    new Map([
      ['/', 1],
      ['/a', 1],
    ]),
  )
  expect(tester.timers('ann')).toEqual([31_000])
  expect(await tester.setProcessingTime(30_999)).toEqual([])
  expect(await tester.advanceProcessingTime(20_000)).toEqual([
    { user: 'ann at 31000', pages: 2 },
    { user: 'bob at 41000', pages: 1 },
  ])
  expect([tester.peekListState('pages', 'ann'), tester.peekValueState('end', 'ann'), tester.timers('ann')]).toEqual([
    [],
    null,
    [],
  ])
})

test('in event time the watermark fires timers and makes rows late', async () => {
  const tester = await testProcessor(Visits, { timeMode: 'EventTime', eventTime: (row: Click) => row.atMs })
  await tester.test('ann', [click('/', 5_000)])
  expect(await tester.setWatermark(10_000)).toEqual([])
  await tester.test('ann', [click('/late', 10_000), click('/a', 10_001)])
  expect([tester.lateRows, tester.peekListState('pages', 'ann')]).toEqual([1, ['/', '/a']])
  expect(await tester.test('ann', [click('/late', 1)])).toEqual([])
  expect(await tester.setWatermark(40_000)).toEqual([{ user: 'ann at 40000', pages: 2 }])
})

test('state may be given beforehand, by the initial state or by its name', async () => {
  const tester = await testProcessor(Visits, { timeMode: 'ProcessingTime', initialState: [['ann', { pages: 3 }]] })
  expect(tester.peekListState('pages', 'ann')).toHaveLength(3)
  tester.updateListState('pages', 'bob', ['/x'])
  tester.updateValueState('end', 'bob', 5)
  tester.updateMapState('seen', 'bob', new Map([['/', 7]]))
  await tester.test('bob', [click('/')])
  expect(tester.peekListState('pages', 'bob')).toEqual(['/x', '/'])
  expect(tester.peekMapState('seen', 'bob').get('/')).toBe(8)
  tester.deleteState('pages', 'bob')
  expect(tester.peekListState('pages', 'bob')).toEqual([])
})

test('a name or kind that the processor has not is a mistake of the test', async () => {
  const tester = await testProcessor(Visits, { timeMode: 'ProcessingTime' })
  expect(() => tester.peekValueState('ends', 'ann')).toThrow(
    'The processor has no state variable of this name: ends. It has: pages, end, seen',
  )
  expect(() => tester.peekValueState('pages', 'ann')).toThrow(
    'The state variable pages is a ListState, not a ValueState',
  )
})

test('values expire, keys may have several columns, functions may be asynchronous, and fail as in a query', async () => {
  const remembering: StatefulProcessor<{ a: string; b: bigint }, string, string> & { value?: ValueState<string> } = {
    init(handle) {
      this.value = handle.getValueState('value', 'STRING', { ttlMs: 1_000 })
    },
    async handleInputRows({ a, b }, rows) {
      const before = this.value?.get() ?? 'nothing'
      await null
      for (const row of rows) {
        if (row === 'fail') throw new Error('as told')
        this.value?.update(row)
      }
      return [`${a}${b} had ${before}`]
    },
  }
  const tester = await testProcessor(remembering, { key: 'a STRING, b LONG', timeMode: 'ProcessingTime' })
  const key = { a: 'k', b: 1n }
  expect(await tester.test(key, ['x'])).toEqual(['k1 had nothing'])
  expect(await tester.test({ ...key }, ['y'])).toEqual(['k1 had x'])
  await tester.setProcessingTime(1_000)
  expect(tester.peekValueState('value', key)).toBeNull()
  expect(await tester.test(key, [])).toEqual([])
  expect(await tester.test(key, ['z'])).toEqual(['k1 had nothing'])
  await expect(tester.test(key, ['fail'])).rejects.toThrow('user-defined function handleInputRows')
  tester.close()
})

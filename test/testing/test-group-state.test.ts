import { expect, test } from 'vitest'
import type { GroupState } from '../../index.ts'
import { testGroupState } from '../../lib/testing/index.ts'

/** Counts rows; a group that is asked twice in vain goes. */
function count(_: string, rows: readonly object[], state: GroupState<bigint>): bigint {
  if (state.hasTimedOut) {
    state.remove()
    return -1n
  }
  state.update((state.getOption() ?? 0n) + BigInt(rows.length))
  state.setTimeoutDuration('10 seconds')
  return state.get()
}

test('a function of groups is tested without a query: what it is given, and what it has done', () => {
  const fresh = testGroupState<bigint>({ timeout: 'ProcessingTimeTimeout', batchTimeMs: 1000 })
  expect(count('a', [{}, {}], fresh)).toBe(2n)
  expect([fresh.exists, fresh.isUpdated, fresh.isRemoved, fresh.timeoutMs]).toEqual([true, true, false, 11_000])
  const known = testGroupState({ value: 5n, timeout: 'ProcessingTimeTimeout' })
  expect(count('a', [{}], known)).toBe(6n)
  const timedOut = testGroupState({ value: 5n, hasTimedOut: true })
  expect(count('a', [], timedOut)).toBe(-1n)
  expect([timedOut.exists, timedOut.isRemoved, timedOut.timeoutMs]).toEqual([false, true, -1])
})

test('there is a watermark only when one is given', () => {
  expect(testGroupState({ watermarkMs: 7 }).getCurrentWatermarkMs()).toBe(7)
  expect(() => testGroupState().getCurrentWatermarkMs()).toThrow('Cannot get event time watermark timestamp')
})

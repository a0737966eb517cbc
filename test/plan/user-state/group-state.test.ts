/** What Spark's GroupStateSuite asserts. */
import { describe, expect, test } from 'vitest'
import { GroupStateHandle, type GroupStateTimeout, noTimestamp } from '../../../lib/plan/user-state/group-state.ts'

/** A state of numbers, one byte each. */
function stateOf({
  value,
  timeout = 'NoTimeout',
  hasTimedOut = false,
  watermarkMs = noTimestamp,
  watermarkPresent = watermarkMs !== noTimestamp,
}: {
  readonly value?: number
  readonly timeout?: GroupStateTimeout
  readonly hasTimedOut?: boolean
  readonly watermarkMs?: number
  readonly watermarkPresent?: boolean
} = {}): GroupStateHandle {
  const times = { timeout, batchTimeMs: 1000, watermarkMs, watermarkPresent }
  const stored = value === undefined ? undefined : Uint8Array.of(value)
  return new GroupStateHandle(times, { decode: (bytes) => bytes[0] }, stored, hasTimedOut)
}

describe('the state of a group', () => {
  test('has a value or none: get throws without one, getOption does not; removing may be followed by updating', () => {
    const state = stateOf()
    expect([state.exists, state.getOption(), state.isUpdated, state.isRemoved]).toEqual([
      false,
      undefined,
      false,
      false,
    ])
    expect(() => state.get()).toThrow('State is either not defined or has already been removed')
    for (const none of [null, undefined]) {
      expect(() => state.update(none)).toThrow("'null' is not a valid state value")
      expect([state.exists, state.isUpdated]).toEqual([false, false])
    }
    state.update(1)
    expect([state.exists, state.get(), state.getOption(), state.isUpdated]).toEqual([true, 1, 1, true])
    state.remove()
    expect([state.exists, state.getOption(), state.isUpdated, state.isRemoved]).toEqual([false, undefined, false, true])
    expect(() => state.get()).toThrow('State is either not defined or has already been removed')
    state.update(2)
    expect([state.exists, state.get(), state.isUpdated, state.isRemoved]).toEqual([true, 2, true, false])
  })

  test('begins with what is stored, and tells whether the group has timed out', () => {
    const state = stateOf({ value: 5, hasTimedOut: true })
    expect([state.exists, state.get(), state.hasTimedOut, state.isUpdated]).toEqual([true, 5, true, false])
    expect([String(state), String(stateOf())]).toEqual(['GroupState(5)', 'GroupState(<undefined>)'])
  })

  test('takes no time-out when none are enabled', () => {
    const state = stateOf()
    for (const set of [() => state.setTimeoutDuration(1000), () => state.setTimeoutDuration('1 second')]) {
      expect(set).toThrow(
        'Cannot set timeout duration without enabling processing time timeout in [map|flatMap]GroupsWithState.',
      )
    }
    for (const set of [
      () => state.setTimeoutTimestamp(1000),
      () => state.setTimeoutTimestamp(1000, '1 second'),
      () => state.setTimeoutTimestamp(new Date(1000)),
    ]) {
      expect(set).toThrow(
        'Cannot set timeout timestamp without enabling event time timeout in [map|flatMapGroupsWithState.',
      )
    }
    expect(state.timeoutMs).toBe(noTimestamp)
  })

  test('times out a duration after the batch, whatever becomes of the value', () => {
    const state = stateOf({ timeout: 'ProcessingTimeTimeout', watermarkMs: 1000 })
    state.setTimeoutDuration(500)
    expect(state.timeoutMs).toBe(1500)
    state.setTimeoutDuration('2 second')
    expect(state.timeoutMs).toBe(3000)
    // A month is 31 days.
    state.setTimeoutDuration('-1 month 31 days 1 second')
    expect(state.timeoutMs).toBe(2000)
    state.update(5)
    expect(state.timeoutMs).toBe(2000)
    state.remove()
    expect(state.timeoutMs).toBe(2000)
    expect(() => state.setTimeoutTimestamp(5000)).toThrow('Cannot set timeout timestamp without enabling event time')
  })

  test('times out at a time that the watermark has not passed', () => {
    const state = stateOf({ timeout: 'EventTimeTimeout', watermarkMs: 1000 })
    state.setTimeoutTimestamp(5000)
    expect(state.timeoutMs).toBe(5000)
    state.setTimeoutTimestamp(new Date(20_000))
    expect(state.timeoutMs).toBe(20_000)
    state.setTimeoutTimestamp(5000, '1 second')
    expect(state.timeoutMs).toBe(6000)
    state.setTimeoutTimestamp(new Date(5000), '10 seconds')
    expect(state.timeoutMs).toBe(15_000)
    expect(() => state.setTimeoutTimestamp(999)).toThrow(
      'Timeout timestamp (999) cannot be earlier than the current watermark (1000)',
    )
    state.setTimeoutTimestamp(1000)
    expect(state.timeoutMs).toBe(1000)
    expect(() => state.setTimeoutDuration(1)).toThrow('Cannot set timeout duration without enabling processing time')
  })

  test('refuses durations and times that are not positive', () => {
    const processing = stateOf({ timeout: 'ProcessingTimeTimeout' })
    for (const duration of [-1000, 0, Number.NaN, '1 month -31 day']) {
      expect(() => processing.setTimeoutDuration(duration)).toThrow('Timeout duration must be positive')
    }
    for (const duration of ['-2 second', '-1 month']) {
      expect(() => processing.setTimeoutDuration(duration)).toThrow(`Provided duration (${duration}) is negative`)
    }
    expect(() => processing.setTimeoutDuration('soon')).toThrow()
    const event = stateOf({ timeout: 'EventTimeTimeout', watermarkMs: 1000 })
    for (const later of [undefined, '3 second']) {
      expect(() => event.setTimeoutTimestamp(-10_000, later)).toThrow('Timeout timestamp must be positive')
      expect(() => event.setTimeoutTimestamp(new Date(-10_000), later)).toThrow('Timeout timestamp must be positive')
    }
    for (const [time, later] of [
      [10_000, '-3 second'],
      [10_000, '-1 month'],
      [10_000, '-1 month 1 day'],
    ] as const) {
      expect(() => event.setTimeoutTimestamp(time, later)).toThrow(`Provided duration (${later}) is negative`)
    }
    expect([processing.timeoutMs, event.timeoutMs]).toEqual([noTimestamp, noTimestamp])
  })

  test('tells the watermark only where there is one: 0 before the first, -1 in a batch query', () => {
    const refused =
      'Cannot get event time watermark timestamp without setting watermark before [map|flatMap]GroupsWithState.'
    for (const timeout of ['NoTimeout', 'ProcessingTimeTimeout', 'EventTimeTimeout'] as const) {
      expect(() => stateOf({ timeout, watermarkPresent: false }).getCurrentWatermarkMs()).toThrow(refused)
      for (const watermarkMs of [0, 1000, noTimestamp]) {
        const state = stateOf({ timeout, watermarkMs, watermarkPresent: true })
        expect(state.getCurrentWatermarkMs()).toBe(watermarkMs)
        expect(state.getCurrentProcessingTimeMs()).toBe(1000)
      }
    }
  })
})

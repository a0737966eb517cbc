/** A group's state in a test's hand (Spark's TestGroupState): what a function of groups is called with, and has done to it. */
import {
  type GroupState,
  GroupStateHandle,
  type GroupStateTimeout,
  noTimestamp,
} from '../plan/user-state/group-state.ts'

export interface TestGroupStateOptions<V> {
  /** The value before the call; none unless given. */
  readonly value?: V
  /** Default: groups do not time out. */
  readonly timeout?: GroupStateTimeout
  /** Is the function called because the group has timed out? */
  readonly hasTimedOut?: boolean
  /** Batch time, ms since 1970; 0 unless given. */
  readonly batchTimeMs?: number
  /** Watermark, ms since 1970; without one it cannot be asked for. */
  readonly watermarkMs?: number
}

export interface TestGroupState<V> extends GroupState<V> {
  /** The last change was an update. */
  readonly isUpdated: boolean
  /** The last change was a removal. */
  readonly isRemoved: boolean
  /** The time-out that was set in this call, ms since 1970; −1 = none. */
  readonly timeoutMs: number
}

/**
 * Makes a state for a call of a function under test: `count('a', [{ word: 'a' }], testGroupState({ value: 1n }))`.
 */
export function testGroupState<V>(options: TestGroupStateOptions<V> = {}): TestGroupState<V> {
  const { value, timeout = 'NoTimeout', hasTimedOut = false, batchTimeMs = 0, watermarkMs } = options
  const times = {
    timeout,
    batchTimeMs,
    watermarkMs: watermarkMs ?? noTimestamp,
    watermarkPresent: watermarkMs !== undefined,
  }
  // The value stands for its bytes, whatever they are.
  const stored = value === undefined ? undefined : new Uint8Array(0)
  return new GroupStateHandle(times, { decode: () => value }, stored, hasTimedOut) as TestGroupState<V>
}

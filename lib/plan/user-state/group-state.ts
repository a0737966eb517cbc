/**
 * What a function of groups has of its group's state (Spark's GroupState): the value, its timeout, the batch's times.
 * Texts of what is refused are Spark's; where Spark raises a plain Java exception, the condition is ours.
 */
import { MillraceError } from '../../errors.ts'
import { durationMicros, parseDuration } from '../../types/time/duration.ts'

/** Which clock lets groups without data time out. */
export type GroupStateTimeout = 'NoTimeout' | 'ProcessingTimeTimeout' | 'EventTimeTimeout'

/** A group's state in (flat)mapGroupsWithState. Times are milliseconds since 1970. */
export interface GroupState<V = unknown> {
  /** Is there a value? */
  readonly exists: boolean
  /** The value. @throws MILLRACE_GROUP_STATE when there is none */
  get(): V
  /** The value; undefined when there is none. */
  getOption(): V | undefined
  /** Sets the value, which is kept after the call. @throws MILLRACE_GROUP_STATE for null */
  update(value: NonNullable<V>): void
  /** Forgets the value; a timeout that was set stays. */
  remove(): void
  /** Was the function called because the group timed out? There are no rows then. */
  readonly hasTimedOut: boolean
  /**
   * Lets the group time out when it has had no data for so long after this batch: milliseconds, or text (`10 seconds`).
   * Only with ProcessingTimeTimeout.
   */
  setTimeoutDuration(duration: number | string): void
  /**
   * Lets the group time out when the watermark has passed a time: milliseconds or a Date, and perhaps so much later.
   * Only with EventTimeTimeout.
   */
  setTimeoutTimestamp(timestamp: number | Date, additionalDuration?: string): void
  /** The batch's watermark. @throws _LEGACY_ERROR_TEMP_2204 without one */
  getCurrentWatermarkMs(): number
  /** The batch's time, the same for all of the batch and when it is run again. */
  getCurrentProcessingTimeMs(): number
}

/** What is the same for every group of a batch. */
export interface GroupTimes {
  readonly timeout: GroupStateTimeout
  readonly batchTimeMs: number
  /** −1 = none has a meaning: a static frame. */
  readonly watermarkMs: number
  /** Do the rows have a watermark? */
  readonly watermarkPresent: boolean
}

/** Makes the program's value of what is stored. */
export interface StoredValues {
  decode(bytes: Uint8Array): unknown
}

/** No timeout. */
export const noTimestamp = -1

export class GroupStateHandle implements GroupState {
  readonly hasTimedOut: boolean
  /** The timeout set in this call, ms; `noTimestamp` = none. What was set before does not count any more. */
  timeoutMs = noTimestamp
  isUpdated = false
  isRemoved = false
  readonly #times: GroupTimes
  readonly #values: StoredValues
  /** What is stored, not decoded yet. */
  #stored: Uint8Array | undefined
  #value: unknown
  #exists: boolean

  /** @param stored the group's value; undefined = there is none */
  constructor(times: GroupTimes, values: StoredValues, stored: Uint8Array | undefined, hasTimedOut: boolean) {
    this.#times = times
    this.#values = values
    this.#stored = stored
    this.#exists = stored !== undefined
    this.hasTimedOut = hasTimedOut
  }

  get exists(): boolean {
    return this.#exists
  }

  get(): unknown {
    if (!this.#exists) throw invalidState('State is either not defined or has already been removed')
    return this.getOption()
  }

  getOption(): unknown {
    if (this.#stored) {
      this.#value = this.#values.decode(this.#stored)
      this.#stored = undefined
    }
    return this.#value
  }

  update(value: unknown): void {
    if (value === null || value === undefined) throw invalidState("'null' is not a valid state value")
    this.#set(value)
    this.isUpdated = true
    this.isRemoved = false
  }

  remove(): void {
    this.#set(undefined)
    this.isUpdated = false
    this.isRemoved = true
  }

  #set(value: unknown): void {
    this.#stored = undefined
    this.#value = value
    this.#exists = value !== undefined
  }

  setTimeoutDuration(duration: number | string): void {
    if (this.#times.timeout !== 'ProcessingTimeTimeout') {
      throw new MillraceError(
        '_LEGACY_ERROR_TEMP_2203',
        'Cannot set timeout duration without enabling processing time timeout in [map|flatMap]GroupsWithState.',
      )
    }
    const durationMs = typeof duration === 'string' ? durationMsOf(duration) : duration
    if (!(durationMs > 0)) throw invalidTimeout('Timeout duration must be positive')
    this.timeoutMs = Math.floor(durationMs) + this.#times.batchTimeMs
  }

  setTimeoutTimestamp(timestamp: number | Date, additionalDuration?: string): void {
    const { timeout, watermarkMs } = this.#times
    if (timeout !== 'EventTimeTimeout') {
      throw new MillraceError(
        '_LEGACY_ERROR_TEMP_2205',
        'Cannot set timeout timestamp without enabling event time timeout in [map|flatMapGroupsWithState.',
      )
    }
    const later = additionalDuration === undefined ? 0 : durationMsOf(additionalDuration)
    const timestampMs = Math.floor(Number(timestamp)) + later
    if (!(timestampMs > 0)) throw invalidTimeout('Timeout timestamp must be positive')
    if (watermarkMs !== noTimestamp && timestampMs < watermarkMs) {
      throw invalidTimeout(
        `Timeout timestamp (${timestampMs}) cannot be earlier than the current watermark (${watermarkMs})`,
      )
    }
    this.timeoutMs = timestampMs
  }

  getCurrentWatermarkMs(): number {
    if (!this.#times.watermarkPresent) {
      throw new MillraceError(
        '_LEGACY_ERROR_TEMP_2204',
        'Cannot get event time watermark timestamp without setting watermark before [map|flatMap]GroupsWithState.',
      )
    }
    return this.#times.watermarkMs
  }

  getCurrentProcessingTimeMs(): number {
    return this.#times.batchTimeMs
  }

  toString(): string {
    return `GroupState(${this.#exists ? String(this.getOption()) : '<undefined>'})`
  }
}

/** A month counts as 31 days (Spark: IntervalUtils.getDuration). */
function durationMsOf(text: string): number {
  const micros = durationMicros(parseDuration(text))
  if (micros < 0n) throw invalidTimeout(`Provided duration (${text}) is negative`)
  return Number(micros / 1000n)
}

const invalidState = (message: string): MillraceError => new MillraceError('MILLRACE_GROUP_STATE', message)
const invalidTimeout = (message: string): MillraceError => new MillraceError('MILLRACE_GROUP_TIMEOUT', message)

/** When a query runs its batches: what `.trigger({…})` takes, checked as Spark's DataStreamWriter and Trigger do. */
import { MillraceError } from '../../errors.ts'
import { durationMicros, findDuration } from '../../types/time/duration.ts'

export type Trigger =
  /** A batch at every multiple of the interval; 0 = as soon as the last one ended (the default). */
  | { readonly kind: 'processingTime'; readonly intervalMs: number }
  /** One batch of all there is, read limits ignored, then the query ends. */
  | { readonly kind: 'once' }
  /** As many batches as what is there at the start needs, then the query ends. */
  | { readonly kind: 'availableNow' }
  /** No batches: rows flow, a checkpoint every interval. */
  | { readonly kind: 'continuous'; readonly intervalMs: number }

/** What a user writes; exactly one of them. Times are text (`5 seconds`) or milliseconds. */
export interface TriggerOptions {
  readonly processingTime?: string | number
  readonly once?: boolean
  readonly availableNow?: boolean
  readonly continuous?: string | number
}

/** Spark's `ProcessingTime(0)`: the trigger of a query that was given none. */
export const defaultTrigger: Trigger = Object.freeze({ kind: 'processingTime', intervalMs: 0 })

/**
 * Reads a user's trigger.
 *
 * @throws ONLY_ALLOW_SINGLE_TRIGGER when none or several are given, VALUE_NOT_TRUE for `once: false`,
 * INVALID_INTERVAL_FORMAT, _LEGACY_ERROR_TEMP_3262 for months and years, MILLRACE_TRIGGER_INTERVAL below 0
 */
export function parseTrigger(options: TriggerOptions): Trigger {
  const given = (['processingTime', 'once', 'availableNow', 'continuous'] as const).filter(
    (name) => options[name] !== undefined,
  )
  const [name] = given
  if (name === undefined || given.length > 1) {
    throw new MillraceError('ONLY_ALLOW_SINGLE_TRIGGER', 'Only a single trigger is allowed.')
  }
  if (name === 'once' || name === 'availableNow') {
    if (options[name] === true) return { kind: name }
    throw new MillraceError('VALUE_NOT_TRUE', `Value for \`${name}\` must be True, got '${options[name]}'.`)
  }
  return { kind: name, intervalMs: intervalMs(name, options[name] as string | number) }
}

function intervalMs(name: string, value: string | number): number {
  const ms = typeof value === 'number' ? value : textMs(name, value)
  if (!Number.isSafeInteger(ms)) throw invalidFormat(String(value))
  if (ms >= 0) return ms
  throw new MillraceError('MILLRACE_TRIGGER_INTERVAL', `the interval of trigger should not be negative: ${value}`)
}

/** Triggers.convert: months have no fixed length, below a millisecond is cut off. */
function textMs(name: string, text: string): number {
  if (typeof text !== 'string' || text.trim() === '') {
    throw new MillraceError(
      'VALUE_NOT_NON_EMPTY_STR',
      `Value for \`${name}\` must be a non empty string, got '${text}'.`,
    )
  }
  const duration = findDuration(text)
  if (!duration) throw invalidFormat(text)
  if (duration.months !== 0) {
    throw new MillraceError('_LEGACY_ERROR_TEMP_3262', `Doesn't support month or year interval: ${text}`, {
      parameters: { interval: text },
    })
  }
  return Number(durationMicros(duration) / 1000n)
}

function invalidFormat(text: string): MillraceError {
  return new MillraceError(
    'INVALID_INTERVAL_FORMAT.INTERVAL_PARSING',
    `Error parsing '${text}' to interval. Please ensure that the value provided is in a valid format for defining an interval, ` +
      `such as '5 seconds'. You can reference the documentation for the correct format. Error parsing interval ${text} string.`,
    { sqlState: '22006', parameters: { input: text } },
  )
}

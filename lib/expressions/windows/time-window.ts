/** The arguments of `window`, and what Spark's analyzer says about them (TimeWindow.scala). */
import { MillraceError } from '../../errors.ts'
import type { Micros } from '../../types/data-type.ts'
import { parseCalendarInterval, parseDuration } from '../../types/time/duration.ts'
import { mismatch } from '../binder/mismatch.ts'
import type { Bound } from '../bound.ts'

/** Windows `[start + n·slide, start + n·slide + width)`, aligned to 1970 in UTC whatever the session's zone. */
export interface TimeWindow {
  readonly width: Micros
  readonly slide: Micros
  readonly start: Micros
}

const microsPerDay = 86_400_000_000n

/**
 * A length of time in a call: text, or a number of microseconds.
 *
 * @throws _LEGACY_ERROR_TEMP_3231 for months, CANNOT_PARSE_INTERVAL, and Spark's refusal of what is no literal
 */
export function windowLength(input: Bound): Micros {
  const value = input.kind === 'literal' ? input.value : null
  if (value !== null && input.type.kind === 'string') return lengthOfText(value as string)
  if (value !== null && (input.type.kind === 'int' || input.type.kind === 'long'))
    return BigInt(value as number | bigint)
  throw new MillraceError(
    '_LEGACY_ERROR_TEMP_1207',
    'The duration and time inputs to window must be an integer, long or string literal.',
  )
}

function lengthOfText(text: string): Micros {
  const { months, days, micros } = parseCalendarInterval(text) ?? parseDuration(text)
  if (months !== 0) {
    throw new MillraceError('_LEGACY_ERROR_TEMP_3231', `Intervals greater than a month is not supported (${text}).`, {
      parameters: { interval: text },
    })
  }
  return BigInt(days) * microsPerDay + micros
}

const most = 9_223_372_036_854_775_807n

/**
 * Checks that the lengths fit each other.
 *
 * @param text of the call with its lengths in microseconds: `window(ts, 10000000, 20000000, 0)`
 * @throws DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE, DATATYPE_MISMATCH.PARAMETER_CONSTRAINT_VIOLATION (golden
 *   `err-window-slide-larger`, `err-window-start-larger`)
 */
export function checkWindow({ width, slide, start }: TimeWindow, text: string): void {
  const context = { name: 'window', text }
  for (const [name, value] of [
    ['window_duration', width],
    ['slide_duration', slide],
  ] as const) {
    if (value > 0n) continue
    const detail = `The \`${name}\` must be between (0, ${most}] (current value = ${value}L).`
    throw mismatch(context, 'VALUE_OUT_OF_RANGE', detail)
  }
  const constraint = (left: string, a: Micros, relation: string, right: string, b: Micros) =>
    mismatch(
      context,
      'PARAMETER_CONSTRAINT_VIOLATION',
      `The \`${left}\`(${a}L) must be ${relation} the \`${right}\`(${b}L).`,
    )
  if (slide > width) throw constraint('slide_duration', slide, '<=', 'window_duration', width)
  const offset = start < 0n ? -start : start
  if (offset >= slide) throw constraint('abs(start_time)', offset, '<', 'slide_duration', slide)
}

/** Start of the last window that holds a time, by Spark's arithmetic: the remainder takes the sign of its dividend. */
export function lastStart(time: Micros, { slide, start }: TimeWindow): Micros {
  const remainder = BigInt.asIntN(64, time - start) % slide
  return BigInt.asIntN(64, time - (remainder < 0n ? remainder + slide : remainder))
}

/** How many windows a time is in, at most. */
export function windowCount({ width, slide }: TimeWindow): number {
  return Number((width + slide - 1n) / slide)
}

/** Arithmetic of calendar intervals: months, days and microseconds, each on its own (Spark's `IntervalUtils`). */
import { MillraceError } from '../../../errors.ts'
import type { Micros, SqlValue } from '../../../types/data-type.ts'
import { addMonths, dayOfMicros, microsOfDay, microsPerDay } from '../../../types/time/calendar.ts'
import type { Zone } from '../../../types/time/zone.ts'
import { arithmeticOverflow, intervalDividedByZero, type OverflowMode } from '../numeric/arithmetic-errors.ts'
import { datetimeOverflow } from './datetime-errors.ts'

/** The internal value: months, days, microseconds. */
export type CalendarParts = readonly [months: number, days: number, micros: Micros]

const maxInt = 2_147_483_647

/** Undefined when a part does not fit its integer. */
function fitting(months: bigint, days: bigint, micros: Micros): CalendarParts | undefined {
  const fits = BigInt.asIntN(32, months) === months && BigInt.asIntN(32, days) === days
  return fits && BigInt.asIntN(64, micros) === micros ? [Number(months), Number(days), micros] : undefined
}

const wrapped = (months: bigint, days: bigint, micros: Micros): CalendarParts => [
  Number(BigInt.asIntN(32, months)),
  Number(BigInt.asIntN(32, days)),
  BigInt.asIntN(64, micros),
]

function exact(months: bigint, days: bigint, micros: Micros, mode: OverflowMode): SqlValue {
  const value = fitting(months, days, micros)
  if (value) return value
  if (mode === 'legacy') return wrapped(months, days, micros)
  if (mode === 'try') return null
  throw arithmeticOverflow()
}

/** The sum of two, the second one times `sign`; without ANSI each part wraps around. @throws ARITHMETIC_OVERFLOW */
export function addCalendar(a: CalendarParts, b: CalendarParts, sign: 1 | -1, mode: OverflowMode): SqlValue {
  const by = BigInt(sign)
  return exact(BigInt(a[0]) + by * BigInt(b[0]), BigInt(a[1]) + by * BigInt(b[1]), a[2] + by * b[2], mode)
}

/** @throws ARITHMETIC_OVERFLOW */
export function negateCalendar(a: CalendarParts, ansi: boolean): SqlValue {
  return exact(-BigInt(a[0]), -BigInt(a[1]), -a[2], ansi ? 'ansi' : 'legacy')
}

const clamp = (value: number, limit: number) => Math.max(-limit - 1, Math.min(limit, Math.trunc(value)))

/**
 * An interval times or by a number: months lose their fraction, that of the days becomes microseconds.
 *
 * @throws ARITHMETIC_OVERFLOW, INTERVAL_DIVIDED_BY_ZERO
 */
export function scaleCalendar(symbol: '*' | '/', a: CalendarParts, factor: number, mode: OverflowMode): SqlValue {
  if (symbol === '/' && factor === 0) {
    if (mode === 'ansi') throw intervalDividedByZero()
    return null
  }
  const [months, days, micros] = [a[0], a[1], Number(a[2])].map((part) =>
    symbol === '*' ? part * factor : part / factor,
  ) as [number, number, number]
  const whole = [clamp(months, maxInt), clamp(days, maxInt)] as const
  if (whole[0] !== Math.trunc(months) || whole[1] !== Math.trunc(days)) {
    if (mode === 'ansi') throw arithmeticOverflow()
    if (mode === 'try') return null
  }
  const rest = micros + Number(microsPerDay) * (days - whole[1])
  const rounded = Number.isFinite(rest) ? BigInt(Math.floor(rest + 0.5)) : 0n
  const limit = (1n << 63n) - 1n
  return [whole[0] || 0, whole[1] || 0, rounded > limit ? limit : rounded < -limit - 1n ? -limit - 1n : rounded]
}

/** An instant moved by months, then days of the zone's calendar, then microseconds (Spark's `timestampAddInterval`). */
export function moveByCalendar(time: Micros, [months, days, micros]: CalendarParts, sign: 1 | -1, where: Zone): Micros {
  const local = where.toLocal(time)
  const day = addMonths(dayOfMicros(local), sign * months) + sign * days
  const from =
    months === 0 && days === 0 ? time : where.toInstant(BigInt(day) * microsPerDay + BigInt(microsOfDay(local)))
  const moved = from + BigInt(sign) * micros
  if (BigInt.asIntN(64, moved) !== moved) throw datetimeOverflow()
  return moved
}

/**
 * A day moved by an interval. A time of day within it is refused under ANSI, and else only moves whole days.
 *
 * @throws INVALID_INTERVAL_WITH_MICROSECONDS_ADDITION, DATETIME_OVERFLOW
 */
export function moveDateByCalendar(
  day: number,
  parts: CalendarParts,
  sign: 1 | -1,
  ansi: boolean,
  where: Zone,
): number {
  const [months, days, micros] = parts
  if (micros === 0n) {
    const moved = addMonths(day, sign * months) + sign * days
    if (moved < -maxInt - 1 || moved > maxInt) throw arithmeticOverflow()
    return moved
  }
  if (ansi) {
    throw new MillraceError(
      'INVALID_INTERVAL_WITH_MICROSECONDS_ADDITION',
      'Cannot add an interval to a date because its microseconds part is not 0. To resolve this, cast the input date to a ' +
        'timestamp, which supports the addition of intervals with non-zero microseconds.',
      { sqlState: '22006' },
    )
  }
  const start = where.toInstant(BigInt(day) * microsPerDay)
  return dayOfMicros(where.toLocal(moveByCalendar(start, parts, sign, where)))
}

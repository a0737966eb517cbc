/** Dates and timestamps cut down to a unit (Spark's `truncDate` and `truncTimestamp`). */
import type { Micros } from '../../../types/data-type.ts'
import { civilDate, epochDay, floorMod, isoDayOfWeek } from '../../../types/time/calendar.ts'
import type { Zone } from '../../../types/time/zone.ts'
import type { Bound } from '../../bound.ts'
import type { ScalarFunction } from '../../scalar-function.ts'

export type DateUnit = 'year' | 'quarter' | 'month' | 'week'
export type TimeUnit = DateUnit | 'day' | 'hour' | 'minute' | 'second' | 'millisecond' | 'microsecond'

const spellings: { readonly [name: string]: TimeUnit } = {
  YEAR: 'year',
  YYYY: 'year',
  YY: 'year',
  QUARTER: 'quarter',
  MONTH: 'month',
  MON: 'month',
  MM: 'month',
  WEEK: 'week',
  DAY: 'day',
  DD: 'day',
  HOUR: 'hour',
  MINUTE: 'minute',
  SECOND: 'second',
  MILLISECOND: 'millisecond',
  MICROSECOND: 'microsecond',
}

/** The unit a name stands for; undefined for none. */
export function truncationUnit(name: string): TimeUnit | undefined {
  const upper = name.toUpperCase()
  return Object.hasOwn(spellings, upper) ? spellings[upper] : undefined
}

export function isDateUnit(unit: TimeUnit): unit is DateUnit {
  return unit === 'year' || unit === 'quarter' || unit === 'month' || unit === 'week'
}

/** The first day of the unit a day lies in. */
export function truncateDate(days: number, unit: DateUnit): number {
  if (unit === 'week') return days - isoDayOfWeek(days) + 1
  const { year, month } = civilDate(days)
  return epochDay(year, unit === 'year' ? 1 : unit === 'quarter' ? month - ((month - 1) % 3) : month, 1)
}

const lengths: { readonly [unit: string]: bigint } = {
  hour: 3_600_000_000n,
  minute: 60_000_000n,
  second: 1_000_000n,
  millisecond: 1_000n,
  microsecond: 1n,
}

/** Microseconds of a unit by a clock that is never set; undefined for those that a calendar makes. */
export function unitLength(unit: TimeUnit): bigint | undefined {
  return unit === 'day' ? 86_400_000_000n : lengths[unit]
}

/** The instant at which the unit an instant lies in began, by the zone's clock. */
export function truncateTime(time: Micros, unit: TimeUnit, zone: Zone): Micros {
  if (isDateUnit(unit)) return zone.startOfDay(truncateDate(zone.dayAt(time), unit))
  if (unit === 'day') return zone.startOfDay(zone.dayAt(time))
  return time - floorMod(zone.toLocal(time), lengths[unit] as bigint)
}

/**
 * The `bind` of a truncation. Where the unit is a constant that there is not, the result is null and the time is not even
 * read, so text that is none raises nothing.
 *
 * @param unitAt position of the unit among the two arguments
 */
export function truncation(
  bind: ScalarFunction['bind'],
  unitAt: 0 | 1,
  isUnit: (name: string) => boolean,
): ScalarFunction['bind'] {
  const bindTruncation: ScalarFunction['bind'] = (given, context) => {
    const bound = bind(given, context)
    const unit = bound.args[unitAt] as Bound
    const time = bound.args[1 - unitAt] as Bound
    const name = context.foldable(unit) ? context.constant(unit, 'unit') : undefined
    if (typeof name !== 'string' || isUnit(name)) return bound
    const unread: Bound = { kind: 'literal', type: time.type, value: null, nullable: true }
    return { ...bound, args: unitAt === 0 ? [unit, unread] : [unread, unit], text: context.text }
  }
  return Object.assign(bindTruncation, bind)
}

import type { Micros } from '../../types/data-type.ts'
import { civilDate, dayOfMicros, daysInMonth } from '../../types/time/calendar.ts'
import type { Zone } from '../../types/time/zone.ts'
import { doubleType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { zoneData, zoneOf } from './datetime/zone-of.ts'
import { roundDouble } from './numeric/rounding.ts'

const secondsPerMonth = 31 * 86_400

/** Months of 31 days; whole where both are the same day of the month, or both its last (Spark's `monthsBetween`). */
function monthsBetweenTimes(end: Micros, start: Micros, round: boolean, zone: Zone): number {
  const [a, b] = [zone.toLocal(end), zone.toLocal(start)]
  const [x, y] = [civilDate(dayOfMicros(a)), civilDate(dayOfMicros(b))]
  const months = (x.year - y.year) * 12 + x.month - y.month
  const last = x.day === daysInMonth(x.year, x.month) && y.day === daysInMonth(y.year, y.month)
  if (x.day === y.day || last) return months
  const secondsOf = (time: Micros) => Number((time - zone.startOfDay(zone.dayAt(time))) / 1_000_000n)
  const seconds = (x.day - y.day) * 86_400 + secondsOf(end) - secondsOf(start)
  const difference = months + seconds / secondsPerMonth
  return round ? roundDouble(difference, 8, 'halfUp') : difference
}

export const monthsBetween: ScalarFunction = {
  name: 'months_between',
  summary:
    'Months from the second timestamp to the first, as a fraction of 31 days; rounded to 8 digits unless told not to.',
  bind: signature({ takes: ['timestamp', 'timestamp', 'boolean'], optional: 1, gives: doubleType, data: zoneData }),
  evaluate: ([end, start, round = true], call) =>
    monthsBetweenTimes(end as bigint, start as bigint, round as boolean, zoneOf(call)),
}

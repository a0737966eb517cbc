import type { Micros } from '../../types/data-type.ts'
import { civilDate, dayOfMicros, microsOfDay, microsPerDay } from '../../types/time/calendar.ts'
import type { Zone } from '../../types/time/zone.ts'
import { longType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { datetimeUnit } from './datetime/datetime-unit.ts'
import { zoneData, zoneOf } from './datetime/zone-of.ts'

/** Whole months between two wall-clock times (Java's `ChronoUnit.MONTHS.between`). */
function monthsBetween(start: Micros, end: Micros): number {
  const [from, to] = [civilDate(dayOfMicros(start)), civilDate(dayOfMicros(end))]
  const months = (to.year - from.year) * 12 + to.month - from.month
  const inMonth = (local: Micros, day: number) => day * 86_400_000_000 + microsOfDay(local)
  const rest = inMonth(end, to.day) - inMonth(start, from.day)
  if (months > 0 && rest < 0) return months - 1
  return months < 0 && rest > 0 ? months + 1 : months
}

function difference(unit: string, start: Micros, end: Micros, zone: Zone): bigint {
  const { months, days, micros } = datetimeUnit(unit, 'TIMESTAMPDIFF')
  if (micros > 0n) return (end - start) / micros
  const [from, to] = [zone.toLocal(start), zone.toLocal(end)]
  if (months > 0) return BigInt(Math.trunc(monthsBetween(from, to) / months))
  return (to - from) / (BigInt(days) * microsPerDay)
}

export const timestampDiff: ScalarFunction = {
  name: 'timestampdiff',
  summary: 'Whole units from one timestamp to another.',
  bind: signature({ takes: ['string', 'timestamp', 'timestamp'], gives: longType, data: zoneData }),
  evaluate: ([unit, start, end], call) => difference(unit as string, start as bigint, end as bigint, zoneOf(call)),
}

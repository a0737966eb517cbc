import type { Micros } from '../../types/data-type.ts'
import { civilDate, dayOfMicros, microsOfDay, microsPerDay } from '../../types/time/calendar.ts'
import type { Zone } from '../../types/time/zone.ts'
import { longType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { datetimeUnit } from './datetime/datetime-unit.ts'
import { zoneData, zoneOf } from './datetime/zone-of.ts'

/** Whole months between two wall-clock times: Java's `LocalDateTime.until`, which moves the end to the start's time first. */
function monthsBetween(start: Micros, end: Micros): number {
  const clock = microsOfDay(end) - microsOfDay(start)
  const [startDay, endDay] = [dayOfMicros(start), dayOfMicros(end)]
  const moved = endDay > startDay && clock < 0 ? endDay - 1 : endDay < startDay && clock > 0 ? endDay + 1 : endDay
  const [from, to] = [civilDate(startDay), civilDate(moved)]
  const packed = ({ year, month, day }: typeof from) => (year * 12 + month) * 32 + day
  return Math.trunc((packed(to) - packed(from)) / 32)
}

function difference(unit: string, start: Micros, end: Micros, zone: Zone): bigint {
  const { months, days, micros } = datetimeUnit(unit, 'TIMESTAMPDIFF')
  const [from, to] = [zone.toLocal(start), zone.toLocal(end)]
  if (micros > 0n) return (to - from) / micros
  if (months > 0) return BigInt(Math.trunc(monthsBetween(from, to) / months))
  return (to - from) / (BigInt(days) * microsPerDay)
}

export const timestampDiff: ScalarFunction = {
  name: 'timestampdiff',
  summary: 'Whole units from one timestamp to another.',
  bind: signature({ takes: ['string', 'timestamp', 'timestamp'], uncounted: 1, gives: longType, data: zoneData }),
  evaluate: ([unit, start, end], call) => difference(unit as string, start as bigint, end as bigint, zoneOf(call)),
}

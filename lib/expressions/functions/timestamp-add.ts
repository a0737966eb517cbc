import type { Micros, SqlValue } from '../../types/data-type.ts'
import { microsPerDay } from '../../types/time/calendar.ts'
import type { Zone } from '../../types/time/zone.ts'
import { signature } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { datetimeUnit } from './datetime/datetime-unit.ts'
import { addDayTime, addMonthsToTime, checkedMicros } from './datetime/interval-operand.ts'
import { zoneData, zoneFor } from './datetime/zone-of.ts'

function add(unit: string, count: bigint, time: Micros, zone: Zone): Micros {
  const { months, days, micros } = datetimeUnit(unit, 'TIMESTAMPADD')
  if (months > 0) return addMonthsToTime(time, Number(count) * months, zone)
  if (days > 0) return addDayTime(time, count * BigInt(days) * microsPerDay, zone)
  return checkedMicros(time + count * micros)
}

export const timestampAdd: ScalarFunction = {
  name: 'timestampadd',
  summary: 'A timestamp moved by a number of units.',
  bind: signature({
    takes: ['string', 'long', 'any_timestamp'],
    uncounted: 1,
    gives: (args) => (args[2] as Bound).type,
    data: zoneData,
  }),
  evaluate: ([unit, count, time], call): SqlValue =>
    add(unit as string, count as bigint, time as bigint, zoneFor(call.type, call)),
}

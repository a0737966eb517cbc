import { MillraceError } from '../../errors.ts'
import { isoDayOfWeek } from '../../types/time/calendar.ts'
import { dateType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { type ZoneData, zoneData } from './datetime/zone-of.ts'

/** Monday first. */
const names = [
  'MO MON MONDAY',
  'TU TUE TUESDAY',
  'WE WED WEDNESDAY',
  'TH THU THURSDAY',
  'FR FRI FRIDAY',
  'SA SAT SATURDAY',
  'SU SUN SUNDAY',
]
const weekdays = new Map(names.flatMap((spellings, at) => spellings.split(' ').map((name) => [name, at + 1] as const)))

export const nextDay: ScalarFunction = {
  name: 'next_day',
  summary: 'The first day behind a date that is a given day of the week.',
  bind: signature({
    takes: ['date', 'string'],
    gives: dateType,
    nullable: true,
    data: zoneData,
  }),
  evaluate([days, name], call) {
    const weekday = weekdays.get((name as string).toUpperCase())
    if (weekday !== undefined) return (days as number) + 1 + ((weekday - isoDayOfWeek(days as number) + 6) % 7)
    if (!(call.data as ZoneData).ansi) return null
    throw new MillraceError('ILLEGAL_DAY_OF_WEEK', `Illegal input for day of week: ${name}.`, { sqlState: '22009' })
  },
}

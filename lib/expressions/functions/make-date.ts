import { daysOf } from '../../types/time/calendar.ts'
import { dateType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { fieldOutOfBounds } from './datetime/datetime-errors.ts'
import { type ZoneData, zoneData } from './datetime/zone-of.ts'

export const makeDate: ScalarFunction = {
  name: 'make_date',
  summary: 'The date of a year, month and day.',
  bind: signature({
    takes: ['int', 'int', 'int'],
    gives: dateType,
    nullable: (args, context) => !context.ansi || args.some((arg) => arg.nullable),
    data: zoneData,
  }),
  evaluate([year, month, day], call) {
    const days = daysOf(year as number, month as number, day as number)
    if (days !== undefined) return days
    if (!(call.data as ZoneData).ansi) return null
    throw fieldOutOfBounds(dateFailure(year as number, month as number, day as number), 'WITHOUT_SUGGESTION')
  },
}

/** As Java writes them. */
const months = 'JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER'.split(' ')

/** What is wrong with a date, in Java's words. */
export function dateFailure(year: number, month: number, day: number): string {
  if (month < 1 || month > 12) return `Invalid value for MonthOfYear (valid values 1 - 12): ${month}`
  if (day < 1 || day > 31) return `Invalid value for DayOfMonth (valid values 1 - 28/31): ${day}`
  return day === 29
    ? `Invalid date 'February 29' as '${year}' is not a leap year`
    : `Invalid date '${months[month - 1]} ${day}'`
}

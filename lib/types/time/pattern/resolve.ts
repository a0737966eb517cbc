/** Fields read by a pattern to a day and a time of day: Spark's `toLocalDate` and `toLocalTime`. */
import type { Micros } from '../../data-type.ts'
import { daysInMonth, epochDay, isLeapYear, microsPerDay } from '../calendar.ts'
import type { PatternField } from './elements.ts'
import type { ParsedFields } from './parse-elements.ts'

const ranges: { readonly [F in PatternField]?: readonly [name: string, least: number, most: number] } = {
  year: ['Year', -999_999_999, 999_999_999],
  yearOfEra: ['YearOfEra', 1, 999_999_999],
  month: ['MonthOfYear', 1, 12],
  day: ['DayOfMonth', 1, 31],
  dayOfYear: ['DayOfYear', 1, 366],
  hour: ['HourOfDay', 0, 23],
  clockHour: ['ClockHourOfDay', 1, 24],
  hourOfAmPm: ['HourOfAmPm', 0, 11],
  clockHourOfAmPm: ['ClockHourOfAmPm', 1, 12],
  minute: ['MinuteOfHour', 0, 59],
  second: ['SecondOfMinute', 0, 59],
}

const monthNames = 'JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER'.split(' ')

/**
 * Wall-clock microseconds since 1970-01-01T00:00 of what was read; fields that are missing are those of 1970-01-01 00:00.
 *
 * @returns a text instead where the fields are out of range or name no day, in Java's words
 */
export function resolveFields({ values, micros }: ParsedFields): Micros | string {
  for (const [field, value] of values) {
    const [name, least, most] = ranges[field] ?? ['', value, value]
    if (value < least || value > most) return `Invalid value for ${name} (valid values ${least} - ${most}): ${value}`
  }
  const days = dayOf(values)
  if (typeof days === 'string') return days
  const seconds = (hourOf(values) * 60 + (values.get('minute') ?? 0)) * 60 + (values.get('second') ?? 0)
  return BigInt(days) * microsPerDay + BigInt(seconds * 1_000_000 + micros)
}

function dayOf(values: ReadonlyMap<PatternField, number>): number | string {
  const ofEra = values.get('yearOfEra')
  const year = ofEra === undefined ? (values.get('year') ?? 1970) : values.get('era') === 0 ? 1 - ofEra : ofEra
  const dayOfYear = values.get('dayOfYear')
  if (dayOfYear !== undefined) {
    if (dayOfYear === 366 && !isLeapYear(year)) return `Invalid date 'DayOfYear 366' as '${year}' is not a leap year`
    return epochDay(year, 1, 1) + dayOfYear - 1
  }
  const month = values.get('month') ?? 1
  const day = values.get('day') ?? 1
  if (day <= daysInMonth(year, month)) return epochDay(year, month, day)
  if (day === 29) return `Invalid date 'February 29' as '${year}' is not a leap year`
  return `Invalid date '${monthNames[month - 1]} ${day}'`
}

function hourOf(values: ReadonlyMap<PatternField, number>): number {
  const hour = values.get('hour')
  if (hour !== undefined) return hour
  const clock = values.get('clockHour')
  if (clock !== undefined) return clock % 24
  const half = (values.get('amPm') ?? 0) * 12
  const clockOfHalf = values.get('clockHourOfAmPm')
  return half + (clockOfHalf === undefined ? (values.get('hourOfAmPm') ?? 0) : clockOfHalf % 12)
}

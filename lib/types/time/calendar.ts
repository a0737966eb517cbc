/** Days of the proleptic Gregorian calendar as numbers since 1970-01-01, and the parts of points in time. */

export const microsPerMilli = 1_000n
export const microsPerSecond = 1_000_000n
export const microsPerMinute = 60_000_000n
export const microsPerDay = 86_400_000_000n

/** A calendar day. `year` is astronomical: 0 is 1 BC. */
export interface CivilDate {
  readonly year: number
  readonly month: number
  readonly day: number
}

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Length of a month, 1 to 12. */
export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (monthLengths[month - 1] as number)
}

/** Days since 1970-01-01 of a day that exists; nothing is checked (see `daysOf`). */
export function epochDay(year: number, month: number, day: number): number {
  const fromMarch = month <= 2 ? year - 1 : year
  const era = Math.floor(fromMarch / 400)
  const yearOfEra = fromMarch - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}

/** Days since 1970-01-01; undefined when there is no such day. */
export function daysOf(year: number, month: number, day: number): number | undefined {
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined
  return epochDay(year, month, day)
}

/** The calendar day of a number of days since 1970-01-01. */
export function civilDate(days: number): CivilDate {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day }
}

/** `2026-01-02`, `+012026-01-02`: as a `Date` prints a day, for days too that no `Date` can hold. */
export function isoDate(days: number): string {
  const { year, month, day } = civilDate(days)
  const two = (value: number) => `${value}`.padStart(2, '0')
  const digits = `${Math.abs(year)}`
  const yearText =
    year >= 0 && year <= 9999 ? digits.padStart(4, '0') : `${year < 0 ? '-' : '+'}${digits.padStart(6, '0')}`
  return `${yearText}-${two(month)}-${two(day)}`
}

export function yearOf(days: number): number {
  return civilDate(days).year
}

/** 1 to 366 */
export function dayOfYear(days: number): number {
  return days - epochDay(yearOf(days), 1, 1) + 1
}

/** 1 Monday to 7 Sunday (ISO). */
export function isoDayOfWeek(days: number): number {
  return modulo(days + 3, 7) + 1
}

/** The ISO week 1 to 53 a day lies in, and the year that week belongs to. */
export function isoWeek(days: number): { readonly year: number; readonly week: number } {
  const thursday = days + 4 - isoDayOfWeek(days)
  const year = yearOf(thursday)
  return { year, week: Math.floor((thursday - epochDay(year, 1, 1)) / 7) + 1 }
}

/** Moves a day by months; a day that the month does not have becomes its last one (Java's `LocalDate.plusMonths`). */
export function addMonths(days: number, months: number): number {
  const { year, month, day } = civilDate(days)
  const count = year * 12 + (month - 1) + months
  const newYear = Math.floor(count / 12)
  const newMonth = modulo(count, 12) + 1
  return epochDay(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth)))
}

/** The last day of the month a day lies in. */
export function lastDayOfMonth(days: number): number {
  const { year, month } = civilDate(days)
  return epochDay(year, month, daysInMonth(year, month))
}

/** The remainder that is never negative for a positive divisor. */
export function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor
}

/** Quotient rounded towards negative infinity, as Java's `Math.floorDiv`. */
export function floorDiv(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor
  return value % divisor < 0n !== divisor < 0n && value % divisor !== 0n ? quotient - 1n : quotient
}

/** Remainder with the divisor's sign, as Java's `Math.floorMod`. */
export function floorMod(value: bigint, divisor: bigint): bigint {
  const remainder = value % divisor
  return remainder !== 0n && remainder < 0n !== divisor < 0n ? remainder + divisor : remainder
}

/** Day of a wall clock's microseconds since 1970-01-01T00:00. */
export function dayOfMicros(local: bigint): number {
  return Number(floorDiv(local, microsPerDay))
}

/** Microseconds since midnight of a wall clock's microseconds. */
export function microsOfDay(local: bigint): number {
  return Number(floorMod(local, microsPerDay))
}

/** Whole milliseconds, as times of triggers and timers are in Spark. */
export function toMillis(time: bigint): number {
  return Number(floorDiv(time, microsPerMilli))
}

/** Reads the text of date and timestamp literals by Spark's rules for casts from strings. */

/** A wall clock's reading, and the zone written behind it. */
export interface LocalTime {
  /** Days since 1970-01-01. */
  readonly days: number
  readonly microsOfDay: bigint
  /** The zone as written, undefined when there was none. */
  readonly zone: string | undefined
  /** Offset of `zone` from UTC where it is a fixed one. */
  readonly offsetMinutes: number | undefined
}

const daysInMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Days since 1970-01-01 of a day of the proleptic Gregorian calendar; undefined when there is no such day. */
export function daysOf(year: number, month: number, day: number): number | undefined {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const longest = month === 2 && leap ? 29 : daysInMonth[month - 1]
  if (longest === undefined || day < 1 || day > longest) return undefined
  const fromMarch = month <= 2 ? year - 1 : year
  const era = Math.floor(fromMarch / 400)
  const yearOfEra = fromMarch - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}

const datePattern = /^([+-]?\d{4,7})(?:-(\d{1,2})(?:-(\d{1,2})([ T].*)?)?)?$/s

/**
 * `2024`, `2024-1`, `2024-01-02`, `2024-01-02T…` as days since 1970-01-01.
 *
 * @returns undefined when the text is no date
 */
export function parseDateText(text: string): number | undefined {
  const match = datePattern.exec(text.trim())
  if (!match) return undefined
  const [, year, month = '1', day = '1'] = match
  return daysOf(Number(year), Number(month), Number(day))
}

const timePattern = /^(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{0,9}))?)?\s*(.*)$/s

/**
 * A date with an optional time and zone: `2024-01-02 03:04:05.123456+01:00`.
 *
 * @returns undefined when the text is no timestamp
 */
export function parseTimestampText(text: string): LocalTime | undefined {
  const match = datePattern.exec(text.trim())
  const days = match ? parseDateText(text.trim()) : undefined
  if (!match || days === undefined) return undefined
  const time = match[4]?.slice(1).trim() ?? ''
  if (time === '') return { days, microsOfDay: 0n, zone: undefined, offsetMinutes: undefined }
  const parts = timePattern.exec(time)
  if (!parts) return undefined
  const [, hour, minute, second = '0', fraction = '', zone = ''] = parts
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  const micros = BigInt(fraction.padEnd(6, '0').slice(0, 6))
  const seconds = BigInt(Number(hour) * 3600 + Number(minute) * 60 + Number(second))
  const offsetMinutes = zone === '' ? undefined : fixedOffset(zone)
  if (zone !== '' && offsetMinutes === undefined && !/^[A-Za-z]+(\/[A-Za-z_]+)*$/.test(zone)) return undefined
  return { days, microsOfDay: seconds * 1_000_000n + micros, zone: zone === '' ? undefined : zone, offsetMinutes }
}

function fixedOffset(zone: string): number | undefined {
  if (/^(Z|UTC|GMT|UT)$/i.test(zone)) return 0
  const match = /^(?:UTC|GMT|UT)?([+-])(\d{1,2})(?::?(\d{2}))?$/.exec(zone)
  if (!match) return undefined
  const [, sign, hours, minutes = '0'] = match
  const offset = Number(hours) * 60 + Number(minutes)
  return offset > 18 * 60 ? undefined : sign === '-' ? -offset : offset
}

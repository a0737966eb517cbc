/** Dates and timestamps as text, by the rules of Spark's casts. */
import type { DataType, Micros } from '../data-type.ts'
import { civilDate, dayOfMicros, daysOf, microsOfDay, microsPerDay } from './calendar.ts'
import { cutNanos, microsOfNanos, movedNanos, nanosPerMicro, nanosWithinMicro } from './micros-of-nanos.ts'
import { findZone, type Zone } from './zone.ts'

/** What stands in a timestamp's text. */
interface TimestampParts {
  /** Year, month, day, hour, minute, second, microsecond, nanoseconds within it. */
  readonly fields: Int32Array
  readonly zone: Zone | undefined
  /** Only a time of day was written: `03:04:05`. */
  readonly timeOnly: boolean
}

const colon = 58
const dot = 46
const minus = 45
const plus = 43
const letterT = 84
const space = 32

/** Java's `Character.isWhitespace || isISOControl`, which Spark trims from both ends, byte by byte. */
const isTrimmed = (code: number) => code <= space || code === 127

/** Digits that a field may have: year 4 to 6, fraction any number, the others 1 or 2. */
function digitsFit(field: number, digits: number): boolean {
  if (field === 0) return digits >= 4 && digits <= 6
  if (field === 6) return true
  return field === 7 ? digits <= 2 : digits > 0 && digits <= 2
}

const fields = new Int32Array(9)

/**
 * Splits a timestamp's text: `[+-]yyyy[y…][-m[m][-d[d][( |T)h[h]:m[m]:s[s][.ffffff][zone]]]]`, or only the time.
 * Spark's `parseTimestampString`; the array given back is reused by the next call.
 */
function split(text: string): TimestampParts | undefined {
  let at = 0
  let end = text.length
  while (at < end && isTrimmed(text.charCodeAt(at))) at++
  while (end > at && isTrimmed(text.charCodeAt(end - 1))) end--
  if (at === end) return undefined
  fields.fill(0)
  fields[1] = 1
  fields[2] = 1
  let field = 0
  let value = 0
  let digits = 0
  let fraction = 0
  let nanos = 0
  let zoneText: string | undefined
  let timeOnly = false
  let sign = 0
  const first = text.charCodeAt(at)
  if (first === minus || first === plus) {
    sign = first === minus ? -1 : 1
    at++
  }
  for (; at < end; at++) {
    const code = text.charCodeAt(at)
    if (code >= 48 && code <= 57) {
      if (field === 6) fraction++
      if (field !== 6 || digits < 6) value = value * 10 + code - 48
      else if (digits < 9) nanos = nanos * 10 + code - 48
      if (++digits > 9 && field !== 6) return undefined
      continue
    }
    if (at === 0 && code === letterT) {
      timeOnly = true
      field = 3
      continue
    }
    let closes = field
    if (field === 0 && code === colon && sign === 0) {
      timeOnly = true
      closes = 3
    } else if (!separates(field, code)) return undefined
    if (!digitsFit(closes, digits)) return undefined
    fields[closes] = value
    field = closes + 1
    value = 0
    digits = 0
    if (closes === 6 || (closes === 5 && code !== dot)) {
      zoneText = text.slice(at, end)
      field = 7
      break
    }
  }
  if (!digitsFit(field, digits)) return undefined
  if (field < 7) fields[field] = value
  for (let at = Math.max(fraction, 6); at < 9; at++) nanos *= 10
  fields[7] = nanos
  for (; fraction < 6; fraction++) fields[6] = (fields[6] as number) * 10
  if (sign === -1) fields[0] = -(fields[0] as number)
  const zone = zoneText === undefined ? undefined : findZone(zoneText.trim())
  return zoneText !== undefined && zone === undefined ? undefined : { fields, zone, timeOnly }
}

/** Whether a character may end a field; behind seconds anything may, for it begins a zone. */
function separates(field: number, code: number): boolean {
  if (field < 2) return code === minus
  if (field === 2) return code === space || code === letterT
  if (field === 3 || field === 4) return code === colon
  return field === 5 || field === 6
}

const longest = 9_223_372_036_854_775_807n

/** Wall-clock microseconds of the fields; undefined when there is no such day or time. */
function localOf(parts: TimestampParts, today: () => number): Micros | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, micro = 0] = parts.fields
  if (hour > 23 || minute > 59 || second > 59) return undefined
  const days = parts.timeOnly ? today() : daysOf(year, month, day)
  if (days === undefined) return undefined
  return BigInt(days) * microsPerDay + BigInt(((hour * 60 + minute) * 60 + second) * 1_000_000 + micro)
}

/**
 * Reads a timestamp as `CAST(text AS TIMESTAMP)`: a zone in the text wins over `zone`, a time without date means today.
 *
 * @param now gives microseconds since 1970, asked for "today" only; default the machine's clock
 * @returns microseconds since 1970, undefined when malformed or out of range
 */
export function parseTimestamp(text: string, zone: Zone, now?: () => Micros): Micros | undefined {
  const parts = split(text)
  if (!parts) return undefined
  const used = parts.zone ?? zone
  const local = localOf(parts, () => used.dayAt(now ? now() : BigInt(Date.now()) * 1000n))
  if (local === undefined) return undefined
  const instant = used.toInstant(local)
  return instant > longest || instant < -longest - 1n ? undefined : instant
}

/** Reads a TIMESTAMP_NTZ as a cast does: a zone is ignored, a time without date is no timestamp. */
export function parseTimestampNtz(text: string): Micros | undefined {
  const parts = split(text)
  if (!parts || parts.timeOnly) return undefined
  const local = localOf(parts, () => 0)
  return local === undefined || local > longest || local < -longest - 1n ? undefined : local
}

/** `parseTimestamp` to the nanosecond; digits behind it are left out. */
export function parseTimestampNanos(text: string, zone: Zone, now?: () => Micros): bigint | undefined {
  return withNanos(parseTimestamp(text, zone, now))
}

/** `parseTimestampNtz` to the nanosecond; digits behind it are left out. */
export function parseTimestampNtzNanos(text: string): bigint | undefined {
  return withNanos(parseTimestampNtz(text))
}

/** Reads a timestamp of nanoseconds as a cast to its type does; digits that the type has not are cut off downwards. */
export function parseNanosTimestamp(
  text: string,
  type: DataType & { readonly kind: 'timestamp_nanos' },
  zone: Zone,
  now?: () => Micros,
): bigint | undefined {
  const nanos = type.local ? parseTimestampNtzNanos(text) : parseTimestampNanos(text, zone, now)
  return nanos === undefined ? undefined : cutNanos(nanos, type.precision)
}

/** How many digits of a second a timestamp's text is written with. */
export function fractionDigits(text: string): number {
  return /\.(\d+)/.exec(text)?.[1]?.length ?? 0
}

/** Adds what `split` read last behind the microseconds. */
const withNanos = (micros: Micros | undefined) =>
  micros === undefined ? undefined : micros * nanosPerMicro + BigInt(fields[7] as number)

/**
 * Reads a date as `CAST(text AS DATE)`: `[+-]yyyy[y…][-m[m][-d[d]]]`, anything after a blank or T behind the day.
 *
 * @returns days since 1970-01-01, undefined when malformed or no such day
 */
export function parseDate(text: string): number | undefined {
  let at = 0
  let end = text.length
  while (at < end && isTrimmed(text.charCodeAt(at))) at++
  while (end > at && isTrimmed(text.charCodeAt(end - 1))) end--
  if (at === end) return undefined
  const parts = [1, 1, 1]
  let field = 0
  let value = 0
  let digits = 0
  const first = text.charCodeAt(at)
  const sign = first === minus ? -1 : 1
  if (first === minus || first === plus) at++
  for (; at < end; at++) {
    const code = text.charCodeAt(at)
    if (code === space || code === letterT) break
    if (field < 2 && code === minus) {
      if (!dateDigitsFit(field, digits)) return undefined
      parts[field++] = value
      value = 0
      digits = 0
    } else if (code >= 48 && code <= 57 && digits < 8) {
      value = value * 10 + code - 48
      digits++
    } else return undefined
  }
  if (!dateDigitsFit(field, digits) || (field < 2 && at < end)) return undefined
  parts[field] = value
  const days = daysOf(sign * (parts[0] as number), parts[1] as number, parts[2] as number)
  // A DATE is an int.
  return days === undefined || (days | 0) !== days ? undefined : days
}

const dateDigitsFit = (field: number, digits: number) =>
  field === 0 ? digits >= 4 && digits <= 7 : digits > 0 && digits <= 2

const two = (value: number) => (value < 10 ? `0${value}` : `${value}`)

/** A year as Java's `uuuu`: four digits, a sign before more of them and before years BC. */
export function yearText(year: number): string {
  if (year >= 1000 && year <= 9999) return `${year}`
  const digits = `${Math.abs(year)}`.padStart(4, '0')
  return year < 0 ? `-${digits}` : year > 9999 ? `+${digits}` : digits
}

/** `2026-01-02`; years beyond 9999 with a plus sign. */
export function formatDate(days: number): string {
  const { year, month, day } = civilDate(days)
  return `${yearText(year)}-${two(month)}-${two(day)}`
}

/** `2026-01-02 03:04:05.6`: the fraction without its last zeros, as CAST to STRING prints it. */
export function formatTimestampNtz(local: Micros): string {
  return `${formatDate(dayOfMicros(local))} ${clockText(microsOfDay(local))}`
}

/** `03:04:05.6` of a TIME, nanoseconds of the day, as CAST to STRING prints it. */
export function formatTime(nanos: bigint): string {
  return clockText(Number(nanos / 1000n))
}

/** A time of day given in microseconds and nanoseconds within the last, the fraction without its last zeros. */
function clockText(clock: number, nanos = 0): string {
  const seconds = Math.floor(clock / 1_000_000)
  const micro = clock - seconds * 1_000_000
  const text = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return micro + nanos === 0 ? text : `${text}.${fractionText(micro, nanos).replace(/0+$/, '')}`
}

/** Nine digits of a second. */
const fractionText = (micro: number, nanos: number) => `${micro * 1000 + nanos}`.padStart(9, '0')

/** Like `formatTimestampNtz`, of the instant's reading in a zone. */
export function formatTimestamp(micros: Micros, zone: Zone): string {
  return formatTimestampNtz(zone.toLocal(micros))
}

/** `2026-01-02 03:04:05.678901234`: a wall clock's nanoseconds as CAST to STRING prints them, without the last zeros. */
export function formatTimestampNtzNanos(local: bigint): string {
  const micros = microsOfNanos(local)
  return `${formatDate(dayOfMicros(micros))} ${clockText(microsOfDay(micros), nanosWithinMicro(local))}`
}

/** Like `formatTimestampNtzNanos`, of the instant's reading in a zone. */
export function formatTimestampNanos(nanos: bigint, zone: Zone): string {
  return formatTimestampNtzNanos(movedNanos(nanos, zone.toLocal))
}

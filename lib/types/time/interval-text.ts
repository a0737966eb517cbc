/** ANSI intervals as text: what CAST reads and prints. */
import type { Micros } from '../data-type.ts'

/** Fields of the interval types, in the order of `from` and `to` of the types. */
export const intervalFields = {
  day_time: ['DAY', 'HOUR', 'MINUTE', 'SECOND'],
  year_month: ['YEAR', 'MONTH'],
} as const

const fieldMicros = [86_400_000_000n, 3_600_000_000n, 60_000_000n, 1_000_000n]
const fieldLimits = [Number.POSITIVE_INFINITY, 24, 60, 60]
const separators = [' ', ':', ':']

const wrapped = /^interval\s+([+-]?)\s*'([^']*)'\s*([a-z]+)(?:\s+to\s+([a-z]+))?$/i

/** The text within `INTERVAL '…' FROM TO`, sign included; undefined when it names other fields. */
function unwrapped(text: string, fields: readonly string[], from: number, to: number): string | undefined {
  const trimmed = text.trim()
  const match = wrapped.exec(trimmed)
  if (!match) return trimmed
  const [, sign, value = '', first = '', last] = match
  if (first.toUpperCase() !== fields[from] || (last ?? first).toUpperCase() !== fields[to]) return undefined
  if (sign !== '-') return value.trim()
  return value.trim().startsWith('-') ? value.trim().slice(1) : `-${value.trim().replace(/^\+/, '')}`
}

/**
 * Reads a day-time interval: `1 02:03:04.5`, `-02:03`, or wrapped in `INTERVAL '…' DAY TO SECOND`.
 *
 * @param from first field: 0 day, 1 hour, 2 minute, 3 second
 * @returns microseconds; undefined when malformed, of other fields, or out of range
 */
export function parseDayTimeInterval(text: string, from: number, to: number): Micros | undefined {
  const inner = unwrapped(text, intervalFields.day_time, from, to)
  if (inner === undefined) return undefined
  const negative = inner.startsWith('-')
  let rest = inner.replace(/^[+-]/, '')
  let micros = 0n
  for (let field = from; field <= to; field++) {
    const pattern = field === 3 ? /^(\d{1,13})(?:\.(\d{1,9}))?/ : /^(\d{1,19})/
    const match = pattern.exec(rest)
    if (!match) return undefined
    const [all, whole = '', fraction = ''] = match
    if (field > from && (whole.length > 2 || Number(whole) >= (fieldLimits[field] as number))) return undefined
    micros += BigInt(whole) * (fieldMicros[field] as bigint) + BigInt(fraction.padEnd(6, '0').slice(0, 6))
    rest = rest.slice(all.length)
    if (field === to) break
    if (!rest.startsWith(separators[field] as string)) return undefined
    rest = rest.slice(1)
  }
  if (rest !== '') return undefined
  const signed = negative ? -micros : micros
  return BigInt.asIntN(64, signed) === signed ? signed : undefined
}

/**
 * Reads a year-month interval: `1-2`, `-3`, or wrapped in `INTERVAL '…' YEAR TO MONTH`.
 *
 * @param from first field: 0 year, 1 month
 * @returns months; undefined when malformed, of other fields, or out of range
 */
export function parseYearMonthInterval(text: string, from: number, to: number): number | undefined {
  const inner = unwrapped(text, intervalFields.year_month, from, to)
  const match = inner === undefined ? null : /^([+-]?)(\d{1,9})(?:-(\d{1,2}))?$/.exec(inner)
  if (!match) return undefined
  const [, sign, first, second] = match
  if (from < to !== (second !== undefined) || Number(second ?? 0) > 11) return undefined
  const months = from === 1 ? Number(first) : Number(first) * 12 + Number(second ?? 0)
  if (months > 2_147_483_647) return undefined
  return sign === '-' ? -months : months
}

/** `INTERVAL '1 02:03:04.5' DAY TO SECOND` */
export function formatDayTimeInterval(micros: Micros, from = 0, to = 3): string {
  let rest = micros < 0n ? -micros : micros
  let text = micros < 0n ? '-' : ''
  for (let field = from; field <= to; field++) {
    const unit = fieldMicros[field] as bigint
    const value = rest / unit
    rest -= value * unit
    if (field > from) text += separators[field - 1]
    text += field === 0 ? `${value}` : `${value}`.padStart(2, '0')
    if (field === 3 && rest > 0n) text += `.${rest.toString().padStart(6, '0').replace(/0+$/, '')}`
  }
  const { day_time: names } = intervalFields
  return `INTERVAL '${text}' ${names[from]}${from === to ? '' : ` TO ${names[to]}`}`
}

/** `INTERVAL '1-2' YEAR TO MONTH` */
export function formatYearMonthInterval(months: number, from = 0, to = 1): string {
  const magnitude = Math.abs(months)
  const years = Math.floor(magnitude / 12)
  const value = from === 1 ? `${magnitude}` : to === 0 ? `${years}` : `${years}-${magnitude % 12}`
  const { year_month: names } = intervalFields
  return `INTERVAL '${months < 0 ? '-' : ''}${value}' ${names[from]}${from === to ? '' : ` TO ${names[to]}`}`
}

/** Lengths of time as text: delays, window widths, triggers, calendar intervals. */
import { MillraceError } from '../../errors.ts'
import type { Micros } from '../data-type.ts'
import { intervalFields, parseDayTimeInterval, parseYearMonthInterval } from './interval-text.ts'

/** A calendar interval: months and days have no fixed length, the rest is microseconds. */
export interface Duration {
  readonly months: number
  readonly days: number
  readonly micros: Micros
}

interface Unit {
  readonly part: 'months' | 'days' | 'micros'
  readonly factor: bigint
}

const units: ReadonlyMap<string, Unit> = new Map<string, Unit>([
  ['year', { part: 'months', factor: 12n }],
  ['month', { part: 'months', factor: 1n }],
  ['week', { part: 'days', factor: 7n }],
  ['day', { part: 'days', factor: 1n }],
  ['hour', { part: 'micros', factor: 3_600_000_000n }],
  ['minute', { part: 'micros', factor: 60_000_000n }],
  ['second', { part: 'micros', factor: 1_000_000n }],
  ['millisecond', { part: 'micros', factor: 1_000n }],
  ['microsecond', { part: 'micros', factor: 1n }],
])

const pair = /\s*([+-]?)\s*(?:(\d+)(?:\.(\d{0,9}))?|\.(\d{1,9}))\s+([a-z]+)(?=\s|$)\s*/iy

/**
 * Reads `10 seconds`, `1 hour -5.5 seconds`, `interval 2 weeks`: Spark's `IntervalUtils.stringToInterval`. Only seconds
 * may have a fraction.
 *
 * @returns undefined when malformed or out of range
 */
export function parseCalendarInterval(text: string): Duration | undefined {
  const rest = text
    .trim()
    .replace(/^interval(?=\s|$)/i, '')
    .trim()
  const sums = { months: 0n, days: 0n, micros: 0n }
  if (rest === '') return undefined
  pair.lastIndex = 0
  for (let at = 0; at < rest.length; at = pair.lastIndex) {
    const match = pair.exec(rest)
    if (!match) return undefined
    const [, sign, whole = '0', fraction, onlyFraction, name = ''] = match
    const lower = name.toLowerCase()
    const unit = units.get(lower.endsWith('s') ? lower.slice(0, -1) : lower)
    const digits = fraction ?? onlyFraction
    if (!unit || (digits !== undefined && unit.factor !== 1_000_000n)) return undefined
    const beyond = digits === undefined ? 0n : BigInt(digits.padEnd(6, '0').slice(0, 6))
    const amount = BigInt(whole) * unit.factor + beyond
    sums[unit.part] += sign === '-' ? -amount : amount
  }
  return duration(sums.months, sums.days, sums.micros)
}

function duration(months: bigint, days: bigint, micros: bigint): Duration | undefined {
  const fits = BigInt.asIntN(32, months) === months && BigInt.asIntN(32, days) === days
  return fits && BigInt.asIntN(64, micros) === micros
    ? { months: Number(months), days: Number(days), micros }
    : undefined
}

const typed = /^interval\s*([+-]?)\s*'([^']*)'\s*([a-z]+)(?:\s+to\s+([a-z]+))?$/i
const quoted = /^interval\s*'([^']*)'$/i

/**
 * Reads a length of time in any of Spark's forms: what `parseCalendarInterval` reads, and SQL literals
 * (`INTERVAL '1 02:03:04' DAY TO SECOND`, `INTERVAL '10' MINUTES`, `INTERVAL '1-2' YEAR TO MONTH`).
 *
 * @returns undefined when malformed
 */
export function findDuration(text: string): Duration | undefined {
  const trimmed = text.trim()
  const inner = quoted.exec(trimmed)?.[1]
  if (inner !== undefined) return parseCalendarInterval(inner)
  const match = typed.exec(trimmed)
  if (!match) return parseCalendarInterval(trimmed)
  const [, sign, value = '', first = '', last] = match
  const signed = sign === '-' ? (value.trim().startsWith('-') ? value.trim().slice(1) : `-${value.trim()}`) : value
  if (last === undefined) return parseCalendarInterval(`${signed} ${first}`)
  const from = fieldOf(first)
  const to = fieldOf(last)
  if (!from || !to || from.family !== to.family || from.at >= to.at) return undefined
  if (from.family === 'year_month') {
    const months = parseYearMonthInterval(signed, from.at, to.at)
    return months === undefined ? undefined : { months, days: 0, micros: 0n }
  }
  const micros = parseDayTimeInterval(signed, from.at, to.at)
  return micros === undefined ? undefined : { months: 0, days: 0, micros }
}

function fieldOf(name: string) {
  const upper = name.toUpperCase().replace(/S$/, '')
  for (const family of ['year_month', 'day_time'] as const) {
    const at = (intervalFields[family] as readonly string[]).indexOf(upper)
    if (at >= 0) return { family, at }
  }
  return undefined
}

/**
 * Reads a length of time for delays, windows and triggers.
 *
 * @throws CANNOT_PARSE_INTERVAL
 */
export function parseDuration(text: string): Duration {
  const found = findDuration(text)
  if (found) return found
  throw new MillraceError(
    'CANNOT_PARSE_INTERVAL',
    'Unable to parse the text as an interval. Please ensure that the value provided is in a valid format for defining ' +
      "an interval, such as '10 seconds' or '1 hour 30 minutes'. You can reference the documentation for the correct " +
      `format. If the issue persists, please double check that the input value is not null or empty and try again: '${text}'`,
    { sqlState: '22006', parameters: { intervalString: text } },
  )
}

/**
 * Microseconds of a duration; a month counts as 31 days, as Spark's `getDuration(interval, MICROSECONDS)` takes it for
 * watermark delays.
 */
export function durationMicros({ months, days, micros }: Duration): Micros {
  return BigInt(months * 31 + days) * 86_400_000_000n + micros
}

/** `1 years 2 months 3 days 4.5 seconds` as CAST(calendar interval AS STRING) prints it; zero is `0 seconds`. */
export function formatCalendarInterval({ months, days, micros }: Duration): string {
  const parts: string[] = []
  const add = (value: number | bigint | string, unit: string) => {
    if (value !== 0 && value !== 0n) parts.push(`${value} ${unit}`)
  }
  add(Math.trunc(months / 12), 'years')
  add(months % 12, 'months')
  add(days, 'days')
  add(micros / 3_600_000_000n, 'hours')
  add((micros / 60_000_000n) % 60n, 'minutes')
  const rest = micros % 60_000_000n
  if (rest !== 0n) {
    const magnitude = rest < 0n ? -rest : rest
    const fraction = (magnitude % 1_000_000n).toString().padStart(6, '0').replace(/0+$/, '')
    add(`${rest < 0n ? '-' : ''}${magnitude / 1_000_000n}${fraction === '' ? '' : `.${fraction}`}`, 'seconds')
  }
  return parts.length === 0 ? '0 seconds' : parts.join(' ')
}

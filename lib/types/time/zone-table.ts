/**
 * Stretches of constant offset of IANA zones, found in the JavaScript engine's own zone data. `Intl` takes microseconds
 * per question, so each year of a zone is sampled once, its transitions found by bisection and kept.
 */
import { epochDay } from './calendar.ts'

/** A stretch of time with one offset. All in microseconds; `localFrom`/`localTo` bound the readings it is meant by. */
export interface OffsetRange {
  readonly from: bigint
  readonly to: bigint
  readonly offset: bigint
  readonly localFrom: bigint
  readonly localTo: bigint
}

interface Year {
  /** Seconds at which a new offset begins within the year. */
  readonly starts: readonly number[]
  /** Offset in seconds before `starts[0]`, then behind each. */
  readonly offsets: readonly number[]
}

interface Table {
  readonly clock: Intl.DateTimeFormat
  readonly years: Map<number, Year>
}

const tables = new Map<string, Table>()

/** Whether the engine knows a zone, with the capital letters of the zone database (Java's ids are case-sensitive). */
export function isIanaZone(id: string): boolean {
  if (tables.has(id)) return true
  if (!/^[A-Z][A-Za-z0-9~._+-]*(\/[A-Z][A-Za-z0-9~._+-]*)*$/.test(id)) return false
  try {
    tables.set(id, { clock: clockOf(id), years: new Map() })
    return true
  } catch {
    return false
  }
}

function clockOf(id: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
    timeZone: id,
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
}

/** `Date` ends here, in both directions. */
const dateLimit = 8_640_000_000_000

/** After 400 years the calendar repeats, days of the week included, and so do the rules of zones. */
const cycleSeconds = 146_097 * 86_400

/** An instant that `Date` can hold and at which zones have the same offset. */
function withinDate(second: number): number {
  const last = dateLimit - 86_400
  // Before the first `Date` every zone has its oldest offset.
  if (second <= last) return Math.max(-last, second)
  return second - Math.ceil((second - last) / cycleSeconds) * cycleSeconds
}

/** Offset in seconds at an instant in seconds. */
function offsetAt(table: Table, second: number): number {
  const clamped = withinDate(second)
  const fields = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 }
  let beforeChrist = false
  for (const { type, value } of table.clock.formatToParts(clamped * 1000)) {
    if (type === 'era') beforeChrist = value.startsWith('B')
    else if (type in fields) fields[type as keyof typeof fields] = Number(value)
  }
  const year = beforeChrist ? 1 - fields.year : fields.year
  const local =
    epochDay(year, fields.month, fields.day) * 86_400 + fields.hour * 3600 + fields.minute * 60 + fields.second
  return local - clamped
}

const yearSeconds = 31_556_952
const sampleSeconds = 691_200

/** Transitions within one mean year (a fixed grid of 31,556,952 s from 1970). */
function yearAt(table: Table, index: number): Year {
  const known = table.years.get(index)
  if (known) return known
  const starts: number[] = []
  const begin = index * yearSeconds
  const end = begin + yearSeconds
  const offsets = [offsetAt(table, begin)]
  for (let from = begin; from < end; from += sampleSeconds) {
    const to = Math.min(from + sampleSeconds, end)
    const after = offsetAt(table, to)
    if (after === offsets.at(-1)) continue
    starts.push(transition(table, from, to, after))
    offsets.push(after)
  }
  const year = { starts, offsets }
  if (table.years.size > 1000) table.years.clear()
  table.years.set(index, year)
  return year
}

/** The first second in (from, to] that has the offset of `to`. */
function transition(table: Table, from: number, to: number, after: number): number {
  let before = from
  let behind = to
  while (behind - before > 1) {
    const middle = Math.floor((before + behind) / 2)
    if (offsetAt(table, middle) === after) behind = middle
    else before = middle
  }
  return behind
}

/**
 * The stretch of constant offset around an instant, cut at the year's ends (the neighbours then have the same offset).
 *
 * @param second instant in seconds since 1970
 */
export function ianaRange(id: string, second: number): OffsetRange {
  const table = tables.get(id) ?? { clock: clockOf(id), years: new Map() }
  tables.set(id, table)
  const index = Math.floor(second / yearSeconds)
  const year = yearAt(table, index)
  let at = 0
  while (at < year.starts.length && (year.starts[at] as number) <= second) at++
  const from = year.starts[at - 1] ?? index * yearSeconds
  const to = year.starts[at] ?? (index + 1) * yearSeconds
  const offset = year.offsets[at] as number
  const before = at > 0 ? (year.offsets[at - 1] as number) : (yearAt(table, index - 1).offsets.at(-1) ?? offset)
  const after = at < year.starts.length ? (year.offsets[at + 1] as number) : offset
  return {
    from: micros(from),
    to: micros(to),
    offset: micros(offset),
    localFrom: micros(from + Math.max(before, offset)),
    localTo: micros(to + Math.max(offset, after)),
  }
}

const micros = (seconds: number) => BigInt(seconds) * 1_000_000n

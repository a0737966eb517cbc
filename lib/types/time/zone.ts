/** Time zones: offsets from UTC at an instant and of a wall clock's reading, fast enough to be asked per row. */
import { MillraceError } from '../../errors.ts'
import type { Micros } from '../data-type.ts'
import { dayOfMicros, floorDiv, microsPerDay } from './calendar.ts'
import { shortZoneIds } from './short-zone-ids.ts'
import { ianaRange, isIanaZone, type OffsetRange } from './zone-table.ts'

/**
 * A time zone. Wall-clock readings ("local" times) are microseconds since 1970-01-01T00:00 of that clock.
 *
 * A reading that the clock skipped (gap) is moved on by the length of the gap, one that it showed twice (overlap) means
 * the first time: Java's `ZonedDateTime.of`, which Spark uses.
 */
export interface Zone {
  /** As Java prints it: `Europe/Berlin`, `UTC`, `Z`, `+08:00`, `GMT+08:00`. */
  readonly id: string
  /** The offset if it never changes, else undefined. */
  readonly fixed: Micros | undefined
  /** Offset from UTC at an instant: local = instant + offset. */
  offsetAt(instant: Micros): Micros
  /** Offset to subtract from a local time to get its instant. */
  offsetOfLocal(local: Micros): Micros
  toLocal(instant: Micros): Micros
  toInstant(local: Micros): Micros
  /** First instant of a day: midnight, or what follows a gap at midnight (Java's `LocalDate.atStartOfDay`). */
  startOfDay(days: number): Micros
  /** The day an instant falls on. */
  dayAt(instant: Micros): number
}

const zones = new Map<string, Zone>()

/** UTC itself. */
export const utc: Zone = fixedZone('UTC', 0n)

/**
 * The zone of an id: IANA name, `UTC`, `GMT`, `Z`, `+8`, `+08:00`, `UTC+8`, `GMT+08:00`, Java's short ids (`PST`).
 *
 * @throws INVALID_TIMEZONE
 */
export function zone(id: string): Zone {
  const known = findZone(id)
  if (known) return known
  throw new MillraceError(
    'INVALID_TIMEZONE',
    `The timezone: ${id} is invalid. ` +
      "The timezone must be either a region-based zone ID or a zone offset. Region IDs must have the form 'area/city', " +
      "such as 'America/Los_Angeles'. Zone offsets must be in the format '(+|-)HH', '(+|-)HH:mm’ or '(+|-)HH:mm:ss', " +
      `e.g '-08' , '+01:00' or '-13:33:33', and must be in the range from -18:00 to +18:00. 'Z' and 'UTC' are accepted as synonyms for '+00:00'.`,
    { sqlState: '22009', parameters: { timeZone: id } },
  )
}

/** Like `zone`, but undefined for an unknown id. Spark's `getZoneId`. */
export function findZone(id: string): Zone | undefined {
  const cached = zones.get(id)
  if (cached) return cached
  const written = id.replace(/^([+-])(\d):/, '$10$2:').replace(/([+-])(\d\d):(\d)$/, '$1$2:0$3')
  const found = makeZone(shortZoneIds.get(written) ?? written)
  // Ids come from data too (columns of zone names, text of timestamps): what is kept stays bounded.
  if (found && zones.size < 2000) zones.set(id, found)
  return found
}

function makeZone(id: string): Zone | undefined {
  if (id === 'Z') return fixedZone('Z', 0n)
  if (/^[+-]/.test(id)) {
    const seconds = offsetSeconds(id)
    return seconds === undefined ? undefined : fixedZone(offsetId(seconds), BigInt(seconds) * 1_000_000n)
  }
  const prefix = /^(UTC|GMT|UT)(?=$|[+-])/.exec(id)?.[1]
  if (prefix) {
    if (id === prefix) return fixedZone(id, 0n)
    const seconds = id === 'GMT0' ? 0 : offsetSeconds(id.slice(prefix.length))
    if (seconds === undefined) return undefined
    return fixedZone(seconds === 0 ? prefix : `${prefix}${offsetId(seconds)}`, BigInt(seconds) * 1_000_000n)
  }
  return isIanaZone(id) ? ianaZone(id) : undefined
}

const offsetForms = [/^([+-])(\d)$/, /^([+-])(\d\d)(?::?(\d\d)(?::?(\d\d))?)?$/]

/** Seconds of `+8`, `+08`, `+0800`, `+08:00`, `+08:00:00`; undefined when malformed or beyond 18 hours. */
export function offsetSeconds(text: string): number | undefined {
  for (const form of offsetForms) {
    const match = form.exec(text)
    if (!match) continue
    const [, sign, hours, minutes = '0', seconds = '0'] = match
    if (Number(minutes) > 59 || Number(seconds) > 59) return undefined
    const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
    return total > 64_800 ? undefined : sign === '-' ? -total : total
  }
  return undefined
}

/** `Z`, `+08:00`, `-04:56:02` */
export function offsetId(seconds: number): string {
  if (seconds === 0) return 'Z'
  const magnitude = Math.abs(seconds)
  const two = (value: number) => `${Math.trunc(value)}`.padStart(2, '0')
  const text = `${seconds < 0 ? '-' : '+'}${two(magnitude / 3600)}:${two((magnitude / 60) % 60)}`
  return magnitude % 60 === 0 ? text : `${text}:${two(magnitude % 60)}`
}

function fixedZone(id: string, offset: Micros): Zone {
  return {
    id,
    fixed: offset,
    offsetAt: () => offset,
    offsetOfLocal: () => offset,
    toLocal: (instant) => instant + offset,
    toInstant: (local) => local - offset,
    startOfDay: (days) => BigInt(days) * microsPerDay - offset,
    dayAt: (instant) => dayOfMicros(instant + offset),
  }
}

/** Remembers the stretch of constant offset that was asked for last: rows of a batch lie close to each other. */
function ianaZone(id: string): Zone {
  let last: OffsetRange = ianaRange(id, 0)
  let lastLocal = last
  const offsetAt = (instant: Micros): Micros => {
    if (instant < last.from || instant >= last.to) last = ianaRange(id, Number(floorDiv(instant, 1_000_000n)))
    return last.offset
  }
  const offsetOfLocal = (local: Micros): Micros => {
    if (local >= lastLocal.localFrom && local < lastLocal.localTo) return lastLocal.offset
    let at = ianaRange(id, Number(floorDiv(local, 1_000_000n)))
    if (local < at.localFrom) at = ianaRange(id, Number(floorDiv(at.from, 1_000_000n)) - 1)
    else if (local >= at.localTo) at = ianaRange(id, Number(floorDiv(at.to, 1_000_000n)))
    lastLocal = at
    return at.offset
  }
  return {
    id,
    fixed: undefined,
    offsetAt,
    offsetOfLocal,
    toLocal: (instant) => instant + offsetAt(instant),
    toInstant: (local) => local - offsetOfLocal(local),
    startOfDay: (days) => {
      const midnight = BigInt(days) * microsPerDay
      const instant = midnight - offsetOfLocal(midnight)
      // In a gap the day begins at the transition, however long before midnight the gap began.
      return instant + offsetAt(instant) === midnight ? instant : stretchStart(id, instant)
    },
    dayAt: (instant) => dayOfMicros(instant + offsetAt(instant)),
  }
}

function stretchStart(id: string, instant: Micros): Micros {
  return ianaRange(id, Number(floorDiv(instant, 1_000_000n))).from
}

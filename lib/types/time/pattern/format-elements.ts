/** Prints points in time by the elements of a pattern. */
import type { Micros } from '../../data-type.ts'
import {
  civilDate,
  dayOfMicros,
  dayOfYear,
  floorDiv,
  isoDayOfWeek,
  microsOfDay,
  microsPerDay,
  microsPerSecond,
} from '../calendar.ts'
import type { Zone } from '../zone.ts'
import { ianaRange } from '../zone-table.ts'
import type { NumberElement, PatternElement, PatternField } from './elements.ts'
import { fieldName } from './names.ts'
import { formatLocalizedOffset, formatOffset } from './offset-text.ts'
import { zoneNames } from './zone-names.ts'

/** The reading of a clock, and where the clock hangs. */
export interface Reading {
  /** Wall-clock microseconds since 1970-01-01T00:00. */
  readonly local: Micros
  /** Nanoseconds within the microsecond. */
  readonly nanos: number
  readonly zone: Zone | undefined
  /** The instant, where there is a zone. */
  readonly instant: Micros
}

/** Thrown for a zone letter when the value has no zone (Java's `UnsupportedTemporalTypeException`). */
export class NoZone extends Error {}

/** Text of a reading. @throws NoZone */
export function formatElements(elements: readonly PatternElement[], reading: Reading): string {
  let text = ''
  for (const element of elements) text += formatElement(element, reading)
  return text
}

function formatElement(element: PatternElement, reading: Reading): string {
  switch (element.kind) {
    case 'literal':
      return element.text
    case 'number':
      return formatNumber(element, fieldOf(element.field, reading.local))
    case 'text':
      return fieldName(element.field, fieldOf(element.field, reading.local), element.full, element.names)
    case 'fraction':
      return `${(microsOfDay(reading.local) % 1_000_000) * 1000 + reading.nanos}`.padStart(9, '0').slice(0, element.max)
    case 'optional':
      return formatElements(element.elements, reading)
    default:
      return formatZone(element, reading)
  }
}

function formatZone(element: PatternElement, { zone, instant }: Reading): string {
  if (!zone) throw new NoZone('the value has no time zone')
  const seconds = () => Number(zone.offsetAt(instant) / 1_000_000n)
  switch (element.kind) {
    case 'zoneId':
      return zone.id
    case 'offset':
      return formatOffset(seconds(), element.form, element.zero)
    case 'localizedOffset':
      return formatLocalizedOffset(seconds(), element.full)
    default:
      return element.kind === 'zoneName' ? zoneName(zone, instant, element.full, element.generic) : zone.id
  }
}

/** `PST`, `Pacific Standard Time`; offsets and `Z` are their own names. */
function zoneName(zone: Zone, instant: Micros, full: boolean, generic: boolean): string {
  const names = zoneNames(zone.id)
  if (!names) return zone.id
  const form = generic ? names.both : isSummer(zone, instant) ? names.summer : names.standard
  return form[full ? 1 : 0]
}

const longestSummer = 366n * microsPerDay

/** Whether the clock is ahead for a time: within a year it is put back. */
function isSummer(zone: Zone, instant: Micros): boolean {
  if (zone.fixed !== undefined) return false
  const stretchAt = (time: Micros) => ianaRange(zone.id, Number(floorDiv(time, microsPerSecond)))
  const { offset, from, to } = stretchAt(instant)
  // The table ends stretches with years, too.
  let begin = from
  let end = to
  while (end - begin <= longestSummer && stretchAt(begin - 1n).offset === offset) begin = stretchAt(begin - 1n).from
  while (end - begin <= longestSummer && stretchAt(end).offset === offset) end = stretchAt(end).to
  return end - begin <= longestSummer && stretchAt(end).offset < offset
}

function formatNumber(element: NumberElement, value: number): string {
  if (element.reduced) return `${Math.abs(value) % 100}`.padStart(2, '0')
  const digits = `${Math.abs(value)}`
  const padded = digits.padStart(element.min, '0')
  if (value < 0) return `-${padded}`
  return element.sign === 'exceedsPad' && digits.length > element.min ? `+${padded}` : padded
}

/** Value of a field of a wall clock. */
function fieldOf(field: PatternField, local: Micros): number {
  const seconds = Math.floor(microsOfDay(local) / 1_000_000)
  const hour = Math.floor(seconds / 3600)
  switch (field) {
    case 'hour':
      return hour
    case 'clockHour':
      return hour === 0 ? 24 : hour
    case 'hourOfAmPm':
      return hour % 12
    case 'clockHourOfAmPm':
      return hour % 12 === 0 ? 12 : hour % 12
    case 'amPm':
      return hour < 12 ? 0 : 1
    case 'minute':
      return Math.floor(seconds / 60) % 60
    case 'second':
      return seconds % 60
    default:
      return dateFieldOf(field, dayOfMicros(local))
  }
}

function dateFieldOf(field: PatternField, days: number): number {
  if (field === 'dayOfWeek') return isoDayOfWeek(days)
  if (field === 'dayOfYear') return dayOfYear(days)
  const { year, month, day } = civilDate(days)
  switch (field) {
    case 'era':
      return year > 0 ? 1 : 0
    case 'yearOfEra':
      return year > 0 ? year : 1 - year
    case 'month':
      return month
    case 'day':
      return day
    case 'quarter':
      return Math.floor((month + 2) / 3)
    case 'alignedDay':
      return ((day - 1) % 7) + 1
    default:
      return year
  }
}

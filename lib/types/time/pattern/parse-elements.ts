/** Reads text by the elements of a pattern, as Java's formatter does with `ResolverStyle.STRICT`. */
import { findZone, offsetId, type Zone } from '../zone.ts'
import type { NumberElement, PatternElement, PatternField } from './elements.ts'
import { findName } from './names.ts'
import { parseLocalizedOffset, parseOffset } from './offset-text.ts'
import { readZoneName, regionId } from './zone-names.ts'

/** What was read: fields by name, microseconds of the second and nanoseconds within, the zone. */
export interface ParsedFields {
  readonly values: Map<PatternField, number>
  micros: number
  nanos: number
  zone: Zone | undefined
}

/**
 * Reads elements from position `at` on into `fields`.
 *
 * @returns the position behind them, or `~position` of the first that does not fit
 */
export function parseElements(
  elements: readonly PatternElement[],
  text: string,
  at: number,
  fields: ParsedFields,
): number {
  let position = at
  for (const element of elements) {
    position = parseElement(element, text, position, fields)
    if (position < 0) return position
  }
  return position
}

function parseElement(element: PatternElement, text: string, at: number, fields: ParsedFields): number {
  switch (element.kind) {
    case 'literal': {
      const end = at + element.text.length
      return text.slice(at, end).toLowerCase() === element.text.toLowerCase() ? end : ~at
    }
    case 'number':
      return parseNumber(element, text, at, fields)
    case 'text': {
      const found = findName(element.field, element.full, text, at, element.names)
      if (!found) return ~at
      fields.values.set(element.field, found.value)
      return found.end
    }
    case 'fraction':
      return parseFraction(element.min, element.max, text, at, fields)
    case 'optional':
      return parseOptional(element.elements, text, at, fields)
    case 'offset':
      return takeOffset(parseOffset(element.form, element.zero, text, at), at, fields)
    case 'localizedOffset':
      return takeOffset(parseLocalizedOffset(element.full, text, at), at, fields)
    case 'zoneName':
      return parseZoneName(element.full, text, at, fields)
    default:
      return parseZoneId(text, at, fields)
  }
}

function parseOptional(elements: readonly PatternElement[], text: string, at: number, fields: ParsedFields): number {
  const inner: ParsedFields = { ...fields, values: new Map(fields.values) }
  const end = parseElements(elements, text, at, inner)
  if (end < 0) return at
  for (const [field, value] of inner.values) fields.values.set(field, value)
  fields.micros = inner.micros
  fields.nanos = inner.nanos
  fields.zone = inner.zone
  return end
}

const isDigit = (code: number) => code >= 48 && code <= 57

function digitsUpTo(text: string, at: number, most: number): number {
  const end = Math.min(text.length, at + most)
  let position = at
  while (position < end && isDigit(text.charCodeAt(position))) position++
  return position
}

/** Java's `NumberPrinterParser.parse` in strict mode. */
function parseNumber(element: NumberElement, text: string, at: number, fields: ParsedFields): number {
  const { min, max, sign, subsequent } = element
  const first = text[at]
  const positive = first === '+'
  const negative = first === '-'
  if (positive && sign !== 'exceedsPad') return ~at
  if (negative && sign === 'notNegative') return ~at
  const start = positive || negative ? at + 1 : at
  let end = digitsUpTo(text, start, max + Math.max(subsequent, 0))
  if (subsequent > 0) end = Math.min(end, start + Math.max(min, end - start - subsequent))
  if (end - start < min) return ~start
  let value = Number(text.slice(start, end))
  if (negative && value === 0) return ~at
  if (sign === 'exceedsPad' && !negative && (positive ? end - start <= min : end - start > min)) return ~at
  if (negative) value = -value
  fields.values.set(element.field, element.reduced ? 2000 + value : value)
  return end
}

function parseFraction(min: number, max: number, text: string, at: number, fields: ParsedFields): number {
  const end = digitsUpTo(text, at, max)
  if (end - at < min) return ~at
  const digits = text.slice(at, end).padEnd(9, '0')
  fields.micros = Number(digits.slice(0, 6))
  fields.nanos = Number(digits.slice(6, 9))
  return end
}

function takeOffset(offset: { seconds: number; end: number } | undefined, at: number, fields: ParsedFields): number {
  if (!offset) return ~at
  fields.zone = findZone(offset.seconds === 0 ? 'Z' : offsetId(offset.seconds))
  return offset.end
}

const zoneText = /[A-Za-z0-9_/+:-]+/y
/** In a pattern, unlike elsewhere, an offset has two digits of hours and of minutes. */
const looseOffset = /^(?:UTC|GMT|UT)?[+-](?!\d\d:\d\d(?::\d\d)?$)/i

const ofUtc = /^(?:(?:UTC|GMT|UT)?(?:[+-].*)?|Z)$/i

/** The longest text that is the id of a zone, in any case; Java's short ids are none here. */
function parseZoneId(text: string, at: number, fields: ParsedFields): number {
  zoneText.lastIndex = at
  const candidate = zoneText.exec(text)?.[0] ?? ''
  for (let length = candidate.length; length > 0; length--) {
    const id = candidate.slice(0, length)
    const known = regionId(id) ?? (ofUtc.test(id) && !looseOffset.test(id) ? id.toUpperCase() : undefined)
    const zone = known === undefined ? undefined : findZone(known)
    if (!zone) continue
    fields.zone = zone
    return at + length
  }
  return ~at
}

/**
 * The name of a zone, summer or not, or its id, whichever is longer. The name says only which zone it is: `EST` in July is
 * the time on a clock of New York.
 */
function parseZoneName(full: boolean, text: string, at: number, fields: ParsedFields): number {
  const name = readZoneName(full, text, at)
  const end = parseZoneId(text, at, fields)
  if (!name || end > name.end) return end
  fields.zone = findZone(name.zone)
  return name.end
}

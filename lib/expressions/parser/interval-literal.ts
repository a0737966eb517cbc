/**
 * INTERVAL literals: `INTERVAL 1 DAY 2 HOURS`, `INTERVAL '1 day'`, `INTERVAL '1 02:03' DAY TO MINUTE`. Their type is as
 * narrow as the units that were named.
 */
import { MillraceError } from '../../errors.ts'
import type { DataType } from '../../types/data-type.ts'
import type { TokenCursor } from '../../types/ddl/token-cursor.ts'
import { stringValue, type Token } from '../../types/ddl/tokenizer.ts'
import { dayTimeIntervalType, yearMonthIntervalType } from '../../types/types.ts'
import { literalOf } from '../build.ts'
import type { Expression } from '../expression.ts'

/** Microseconds (or months) in a unit, and the field of the interval type that it widens the type to. */
interface Unit {
  readonly months?: bigint
  readonly micros?: bigint
  readonly field: number
}

const units: ReadonlyMap<string, Unit> = new Map<string, Unit>([
  ['YEAR', { months: 12n, field: 0 }],
  ['MONTH', { months: 1n, field: 1 }],
  ['WEEK', { micros: 604_800_000_000n, field: 0 }],
  ['DAY', { micros: 86_400_000_000n, field: 0 }],
  ['HOUR', { micros: 3_600_000_000n, field: 1 }],
  ['MINUTE', { micros: 60_000_000n, field: 2 }],
  ['SECOND', { micros: 1_000_000n, field: 3 }],
  ['MILLISECOND', { micros: 1_000n, field: 3 }],
  ['MICROSECOND', { micros: 1n, field: 3 }],
])

const unitNames = new Set([...units.keys(), 'NANOSECOND'].flatMap((name) => [name, `${name}S`]))

/** Whether a word is a unit of intervals, singular or plural. */
export function isIntervalUnit(upper: string): boolean {
  return unitNames.has(upper)
}

/** Whether the tokens `ahead` of the cursor are an interval's value: a number or string, a sign in front perhaps. */
function isValue(cursor: TokenCursor, ahead: number): boolean {
  const signed = cursor.isSymbol('-', ahead) || cursor.isSymbol('+', ahead) ? ahead + 1 : ahead
  const { kind } = cursor.peek(signed)
  return kind === 'number' || kind === 'string'
}

/** Whether INTERVAL at the cursor begins a literal; else it is a name. */
export function startsInterval(cursor: TokenCursor): boolean {
  if (!cursor.isWord('INTERVAL') || !isValue(cursor, 1)) return false
  const signed = cursor.isSymbol('-', 1) || cursor.isSymbol('+', 1)
  return !signed || isIntervalUnit(cursor.peek(3).upper)
}

/** A value with its unit, as text: sign and digits. */
interface Part {
  readonly value: string
  readonly unit: string
  /** The unit as written. */
  readonly name: string
  readonly first: Token
}

/**
 * Parses an interval whose value has a unit behind it (`parseTypedLiteral` reads the bare string form).
 *
 * @throws PARSE_SYNTAX_ERROR; INVALID_INTERVAL_FORMAT.*, _LEGACY_ERROR_TEMP_0026, _LEGACY_ERROR_TEMP_0029 (deferred)
 */
export function parseInterval(cursor: TokenCursor): Expression {
  const first = cursor.next()
  const parts: Part[] = []
  do {
    const part = intervalPart(cursor)
    if (cursor.isWord('TO')) return parts.length > 0 ? overfull(cursor) : unitToUnit(cursor, part, first)
    parts.push(part)
  } while (isValue(cursor, 0) && isIntervalUnit(cursor.peek(cursor.peek().kind === 'symbol' ? 2 : 1).upper))
  const last = cursor.peek(-1)
  for (const part of parts) {
    if (Number.isFinite(Number(part.value)) && part.value.trim() !== '') continue
    cursor.defer(
      cursor.fragmentError(
        '_LEGACY_ERROR_TEMP_0026',
        'Can only use numbers in the interval value part for multiple unit value pairs interval form, but got invalid ' +
          `value: ${part.value}.`,
        undefined,
        part.first,
        last,
      ),
    )
    return nothing
  }
  return sum(cursor, parts, first, last)
}

const nothing = literalOf(null, { kind: 'null' })

function overfull(cursor: TokenCursor): never {
  throw cursor.syntaxError(cursor.peek())
}

function intervalPart(cursor: TokenCursor): Part {
  const first = cursor.peek()
  const negative = cursor.isSymbol('-')
  if (negative || cursor.isSymbol('+')) cursor.next()
  const token = cursor.next()
  const written = token.kind === 'string' ? stringValue(token).trim() : token.text
  const unit = cursor.peek()
  if (!isIntervalUnit(unit.upper)) throw cursor.syntaxError(unit)
  cursor.next()
  return { value: negative ? negated(written) : written, unit: unit.upper.replace(/S$/, ''), name: unit.text, first }
}

function negated(text: string): string {
  if (text.startsWith('-')) return text.slice(1)
  return `-${text.replace(/^\+/, '')}`
}

function invalid(subclass: string, text: string, detail: string): MillraceError {
  return new MillraceError(
    `INVALID_INTERVAL_FORMAT.${subclass}`,
    `Error parsing '${text}' to interval. Please ensure that the value provided is in a valid format for defining an ` +
      `interval. You can reference the documentation for the correct format. ${detail}`,
    { sqlState: '22006' },
  )
}

/** Adds the parts up; year-month and day-time units do not mix. */
function sum(cursor: TokenCursor, parts: readonly Part[], first: Token, last: Token): Expression {
  const written = () => parts.map((part) => ` ${part.value} ${part.name}`).join('')
  let months = 0n
  let micros = 0n
  const fields: { readonly yearMonth: number[]; readonly dayTime: number[] } = { yearMonth: [], dayTime: [] }
  for (const { value, unit } of parts) {
    const known = units.get(unit)
    if (!known) {
      cursor.defer(invalid('INVALID_UNIT', written(), `Invalid unit ${unit.toLowerCase()}s.`))
      return nothing
    }
    const [whole = '', fraction = ''] = value.split('.')
    if (fraction !== '' && unit !== 'SECOND') {
      cursor.defer(invalid('INVALID_FRACTION', written(), `${unit.toLowerCase()}s cannot have fractional part.`))
      return nothing
    }
    if (known.months !== undefined) {
      months += BigInt(whole) * known.months
      fields.yearMonth.push(known.field)
    } else {
      micros += scaledMicros(whole, fraction, known.micros as bigint)
      fields.dayTime.push(known.field)
    }
  }
  if (outOfRange(parts, months, micros)) {
    const text = written()
    cursor.defer(invalid('ARITHMETIC_EXCEPTION', text, `Uncaught arithmetic exception while parsing '${text}'.`))
    return nothing
  }
  if (fields.yearMonth.length > 0 && fields.dayTime.length > 0) {
    const text = cursor.text.slice(first.start, last.end)
    const message = `Cannot mix year-month and day-time fields: ${text}.`
    cursor.defer(cursor.fragmentError('_LEGACY_ERROR_TEMP_0029', message, undefined, first, last))
    return nothing
  }
  return fields.dayTime.length > 0
    ? literalOf(micros, dayTimeIntervalType(Math.min(...fields.dayTime), Math.max(...fields.dayTime)))
    : literalOf(Number(months), yearMonthIntervalType(Math.min(...fields.yearMonth), Math.max(...fields.yearMonth)))
}

/** Months and days are INT on the way, the rest is BIGINT. */
function outOfRange(parts: readonly Part[], months: bigint, micros: bigint): boolean {
  const wide = (value: bigint, bits: number) => BigInt.asIntN(bits, value) !== value
  const days = parts.some(({ unit, value }) => {
    const whole = BigInt(value.split('.')[0] || '0')
    return (unit === 'DAY' && wide(whole, 32)) || (unit === 'WEEK' && wide(whole * 7n, 32))
  })
  return days || wide(months, 32) || wide(micros, 64)
}

function scaledMicros(whole: string, fraction: string, unit: bigint): bigint {
  const digits = BigInt(fraction.padEnd(6, '0').slice(0, 6))
  const magnitude = BigInt(whole.replace(/^[+-]/, '') || '0') * unit + (digits * unit) / 1_000_000n
  return whole.startsWith('-') ? -magnitude : magnitude
}

/** The bare string form, `INTERVAL '1 day 2 hours'`; undefined when the text is none. */
export function intervalFromText(cursor: TokenCursor, text: string, first: Token, last: Token): Expression | undefined {
  const parts: Part[] = []
  const rest = text.trim().replace(/^interval\s+/i, '')
  const pair = /\s*([+-]?)\s*(\d+(?:\.\d*)?|\.\d+)\s+([a-z]+)\s*/iy
  while (pair.lastIndex < rest.length) {
    const match = pair.exec(rest)
    if (!match) return undefined
    const [, sign, digits, name = ''] = match
    if (!isIntervalUnit(name.toUpperCase())) return undefined
    parts.push({
      value: `${sign === '-' ? '-' : ''}${digits}`,
      unit: name.toUpperCase().replace(/S$/, ''),
      name,
      first,
    })
  }
  return parts.length === 0 ? undefined : sum(cursor, parts, first, last)
}

const dayTimeFields = ['DAY', 'HOUR', 'MINUTE', 'SECOND']
const yearMonthFields = ['YEAR', 'MONTH']

/** `'1-2' YEAR TO MONTH`, `'1 02:03:04.5' DAY TO SECOND` */
function unitToUnit(cursor: TokenCursor, part: Part, first: Token): Expression {
  cursor.next()
  const token = cursor.next()
  const to = token.upper.replace(/S$/, '')
  if (!isIntervalUnit(token.upper)) throw cursor.syntaxError(token)
  const yearMonth = part.unit === 'YEAR' && to === 'MONTH'
  const from = dayTimeFields.indexOf(part.unit)
  const until = dayTimeFields.indexOf(to)
  if (!yearMonth && (from < 0 || until <= from)) {
    const detail = `Cannot support (interval '${part.value}' ${part.unit.toLowerCase()} to ${to.toLowerCase()}) expression.`
    const { condition, message } = invalid('UNSUPPORTED_FROM_TO_EXPRESSION', part.value, detail)
    cursor.defer(cursor.fragmentError(condition, message, '22006', part.first, token))
    return nothing
  }
  const value = yearMonth ? yearToMonth(part.value) : dayToSecond(part.value, from, until)
  const type: DataType = yearMonth ? yearMonthIntervalType(0, 1) : dayTimeIntervalType(from, until)
  if (value !== undefined) return literalOf(value, type)
  const fields = yearMonth ? yearMonthFields : dayTimeFields
  const name = `${part.unit.toLowerCase()}-${(fields.at(yearMonth ? 1 : until) ?? '').toLowerCase()}`
  const detail = `Interval string does not match ${name} format when cast to interval: '${part.value}'.`
  const { condition, message } = invalid('UNMATCHED_FORMAT_STRING', part.value, detail)
  cursor.defer(cursor.fragmentError(condition, message, '22006', first, token))
  return nothing
}

function yearToMonth(text: string): number | undefined {
  const match = /^([+-])?\s*(\d{1,9})-(\d{1,2})$/.exec(text.trim())
  if (!match || Number(match[3]) > 11) return undefined
  const months = Number(match[2]) * 12 + Number(match[3])
  return match[1] === '-' ? -months : months
}

/** Patterns of the fields of a day-time interval, the first of which may be large. */
const fieldPatterns = ['(\\d{1,10})', '(\\d{1,2})', '(\\d{1,2})', '(\\d{1,2}(?:\\.\\d{1,9})?)']
const separators = ['', ' ', ':', ':']
const fieldLimits = [Number.POSITIVE_INFINITY, 24, 60, 60]

function dayToSecond(text: string, from: number, to: number): bigint | undefined {
  let pattern = ''
  for (let at = from; at <= to; at++) {
    const first = at === from && at < 3 ? '(\\d{1,10})' : fieldPatterns[at]
    pattern += `${at === from ? '' : separators[at]}${first}`
  }
  const match = new RegExp(`^([+-])?\\s*${pattern}$`).exec(text.trim())
  if (!match) return undefined
  let micros = 0n
  for (let at = from; at <= to; at++) {
    const [whole = '0', fraction = ''] = (match[at - from + 2] as string).split('.')
    if (at > from && Number(whole) >= (fieldLimits[at] as number)) return undefined
    micros += scaledMicros(whole, fraction, units.get(dayTimeFields[at] as string)?.micros as bigint)
  }
  return match[1] === '-' ? -micros : micros
}

/**
 * The edge between internal values (`SqlValue`, see data-type.ts) and what a user's program holds: LONG bigint,
 * TIMESTAMP `Timestamp` (`NanosTimestamp`, `NanosDateTime` of nanoseconds), DECIMAL `Decimal`, DATE `LocalDate`, BINARY Uint8Array, MAP Map, STRUCT object, VARIANT
 * `VariantValue`, null null.
 */
import { MillraceError } from '../../errors.ts'
import type { DataType, Field, SqlValue } from '../data-type.ts'
import { cutNanos, nanosPerMicro } from '../time/micros-of-nanos.ts'
import { parseTimestamp, parseTimestampNanos, parseTimestampNtz } from '../time/text.ts'
import { utc } from '../time/zone.ts'
import { CalendarInterval } from './calendar-interval.ts'
import { Decimal } from './decimal.ts'
import { Geometry } from './geometry.ts'
import { DayTimeInterval, YearMonthInterval } from './interval.ts'
import { LocalDate } from './local-date.ts'
import { LocalDateTime } from './local-date-time.ts'
import { NanosDateTime } from './nanos-date-time.ts'
import { NanosTimestamp } from './nanos-timestamp.ts'
import { Timestamp } from './timestamp.ts'
import { fromSql, VariantValue } from './variant-value.ts'

/** A row as a program sees it: column name → value; `__proto__` is a name like any other. */
export type RowObject = { [name: string]: unknown }

/** The user's form of an internal value of `type`. */
export function toRowValue(type: DataType, value: SqlValue): unknown {
  if (value === null) return null
  switch (type.kind) {
    case 'timestamp':
      return new Timestamp(value as bigint)
    case 'timestamp_ntz':
      return new LocalDateTime(value as bigint)
    case 'timestamp_nanos':
      return type.local ? new NanosDateTime(value as bigint) : new NanosTimestamp(value as bigint)
    case 'date':
      return new LocalDate(value as number)
    case 'decimal':
      return new Decimal(value as bigint, type.scale)
    case 'day_time_interval':
      return new DayTimeInterval(value as bigint)
    case 'year_month_interval':
      return new YearMonthInterval(value as number)
    case 'calendar_interval': {
      const [months, days, length] = value as readonly [number, number, bigint]
      return new CalendarInterval(months, days, length)
    }
    case 'geometry':
    case 'geography': {
      const [srid, wkb] = value as readonly [number, Uint8Array]
      return new Geometry(wkb, srid)
    }
    case 'array':
      return (value as readonly SqlValue[]).map((element) => toRowValue(type.element, element))
    case 'map':
      return new Map(
        (value as readonly (readonly [SqlValue, SqlValue])[]).map(([key, entry]) => [
          toRowValue(type.key, key),
          toRowValue(type.value, entry),
        ]),
      )
    case 'struct':
      return toRowObject(type.fields, value as readonly SqlValue[])
    case 'variant':
      return fromSql(value)
    default:
      return value
  }
}

/** A row of internal values as an object by column name; of columns of one name the last one stays. */
export function toRowObject(fields: readonly Field[], row: readonly SqlValue[]): RowObject {
  const object: RowObject = {}
  fields.forEach((one, at) => {
    const value = toRowValue(one.type, row[at] ?? null)
    if (one.name === '__proto__')
      Object.defineProperty(object, one.name, { value, enumerable: true, writable: true, configurable: true })
    else object[one.name] = value
  })
  return object
}

/** How far each integral type reaches. */
const integralBits = { byte: 8, short: 16, int: 32 } as const

/**
 * The internal form of a program's value. Accepts what `toRowValue` gives, and for convenience numbers for LONG and
 * DECIMAL, Dates for TIMESTAMP and ISO text for times.
 *
 * @param where names the value in the message: `row 3, column bytes`
 * @throws CANNOT_CONVERT_VALUE… as MILLRACE_VALUE_TYPE, naming what was given and what is wanted
 */
export function fromRowValue(type: DataType, value: unknown, where: string): SqlValue {
  if (value === null || value === undefined) return null
  const converted = converters[type.kind]?.(type as never, value, where)
  if (converted !== undefined) return converted
  throw new MillraceError(
    'MILLRACE_VALUE_TYPE',
    `A value does not fit its column; give a value of the column's type or change the schema: ${where} wants ${type.kind}, got ${describe(value)}`,
  )
}

function describe(value: unknown): string {
  if (typeof value === 'object') return (value as object).constructor?.name ?? 'object'
  return `${typeof value} ${String(value).slice(0, 60)}`
}

type Converter<K extends DataType['kind']> = (
  type: Extract<DataType, { kind: K }>,
  value: unknown,
  where: string,
) => SqlValue | undefined

const integral =
  (bits: number) =>
  (_: DataType, value: unknown): number | undefined => {
    const number = typeof value === 'bigint' ? Number(value) : value
    const limit = 2 ** (bits - 1)
    return typeof number === 'number' && Number.isInteger(number) && number >= -limit && number < limit
      ? number
      : undefined
  }

const text = (_: DataType, value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
const number = (_: DataType, value: unknown): number | undefined =>
  typeof value === 'number' ? value : typeof value === 'bigint' ? Number(value) : undefined

const long = (_: DataType, value: unknown): bigint | undefined => {
  if (typeof value === 'bigint') return BigInt.asIntN(64, value) === value ? value : undefined
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : undefined
}

/** Microseconds of a Date, a Timestamp or text; text without a zone is UTC, a time needs its date. */
function micros(value: unknown): bigint | undefined {
  if (value instanceof Timestamp || value instanceof LocalDateTime) return value.micros
  // An invalid Date has no time.
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : BigInt(value.getTime()) * 1000n
  if (typeof value !== 'string' || parseTimestampNtz(value) === undefined) return undefined
  return parseTimestamp(value, utc)
}

/** Like `micros`, in nanoseconds where the value has them. */
function nanos(value: unknown): bigint | undefined {
  if (value instanceof NanosTimestamp || value instanceof NanosDateTime) return value.nanos
  const given = micros(value)
  if (given === undefined) return undefined
  return typeof value === 'string' ? parseTimestampNanos(value, utc) : given * nanosPerMicro
}

function entriesOf(value: unknown): readonly (readonly [unknown, unknown])[] | undefined {
  if (value instanceof Map) return [...value.entries()]
  return typeof value === 'object' ? Object.entries(value as object) : undefined
}

const converters: { readonly [K in DataType['kind']]?: Converter<K> } = {
  boolean: (_, value) => (typeof value === 'boolean' ? value : undefined),
  byte: integral(integralBits.byte),
  short: integral(integralBits.short),
  int: integral(integralBits.int),
  long,
  float: (type, value) => {
    const given = number(type, value)
    return given === undefined ? undefined : Math.fround(given)
  },
  double: number,
  string: text,
  char: text,
  varchar: text,
  binary: (_, value) => (value instanceof Uint8Array ? value : undefined),
  date: (_, value) => {
    if (value instanceof LocalDate) return value.days
    const at = micros(value)
    return at === undefined ? undefined : Number((at - (((at % dayMicros) + dayMicros) % dayMicros)) / dayMicros)
  },
  timestamp: (_, value) => micros(value),
  timestamp_ntz: (_, value) => micros(value),
  timestamp_nanos: (type, value) => {
    const given = nanos(value)
    return given === undefined ? undefined : cutNanos(given, type.precision)
  },
  day_time_interval: (_, value) => (value instanceof DayTimeInterval ? value.micros : undefined),
  geometry: (_, value) => (value instanceof Geometry ? [value.srid, value.wkb] : undefined),
  geography: (_, value) => (value instanceof Geometry ? [value.srid, value.wkb] : undefined),
  calendar_interval: (_, value) =>
    value instanceof CalendarInterval ? [value.months, value.days, value.micros] : undefined,
  variant: (_, value) => (value instanceof VariantValue ? [value.value, value.metadata] : undefined),
  year_month_interval: (_, value) => (value instanceof YearMonthInterval ? value.months : undefined),
  decimal: (type, value) => {
    const given = value instanceof Decimal ? value : Decimal.parse(String(value))
    const scaled = given?.withScale(type.scale).unscaled
    if (scaled === undefined) return undefined
    return (scaled < 0n ? -scaled : scaled) < 10n ** BigInt(type.precision) ? scaled : undefined
  },
  array: (type, value, where) => {
    if (!Array.isArray(value)) return undefined
    return value.map((element, at) => fromRowValue(type.element, element, `${where}[${at}]`))
  },
  map: (type, value, where) =>
    entriesOf(value)?.map(([key, entry]) => [
      fromRowValue(type.key, key, `a key of ${where}`),
      fromRowValue(type.value, entry, `${where}[${String(key)}]`),
    ]),
  struct: (type, value, where) => {
    if (Array.isArray(value))
      return type.fields.map((one, at) => fromRowValue(one.type, value[at], `${where}.${one.name}`))
    if (typeof value !== 'object') return undefined
    const object = value as RowObject
    return type.fields.map((one) =>
      fromRowValue(one.type, Object.hasOwn(object, one.name) ? object[one.name] : null, `${where}.${one.name}`),
    )
  },
}

const dayMicros = 86_400_000_000n

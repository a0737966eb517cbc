/** `EXTRACT(field FROM source)`, `date_part(field, source)` */
import { MillraceError } from '../../errors.ts'
import type { DataType, Micros, SqlValue } from '../../types/data-type.ts'
import {
  civilDate,
  dayOfMicros,
  dayOfYear,
  floorMod,
  isoDayOfWeek,
  isoWeek,
  microsOfDay,
  microsPerDay,
} from '../../types/time/calendar.ts'
import { microsOfNanos, movedNanos } from '../../types/time/micros-of-nanos.ts'
import type { Zone } from '../../types/time/zone.ts'
import { byteType, decimalType, doubleType, intType } from '../../types/types.ts'
import { castArgument, checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import type { BindContext, BoundCall, ScalarFunction } from '../scalar-function.ts'
import type { CalendarParts } from './datetime/calendar-interval.ts'
import { type ZoneData, zoneFor } from './datetime/zone-of.ts'

type Field =
  | 'year'
  | 'yearOfWeek'
  | 'quarter'
  | 'month'
  | 'week'
  | 'day'
  | 'dow'
  | 'isoDow'
  | 'doy'
  | 'hour'
  | 'minute'
  | 'second'

const spellings: { readonly [F in Field]: string } = {
  year: 'YEAR Y YEARS YR YRS',
  yearOfWeek: 'YEAROFWEEK',
  quarter: 'QUARTER QTR',
  month: 'MONTH MON MONS MONTHS',
  week: 'WEEK W WEEKS',
  day: 'DAY D DAYS',
  dow: 'DAYOFWEEK DOW',
  isoDow: 'DAYOFWEEK_ISO DOW_ISO',
  doy: 'DOY',
  hour: 'HOUR H HOURS HR HRS',
  minute: 'MINUTE M MIN MINS MINUTES',
  second: 'SECOND S SEC SECONDS SECS',
}

const fields: ReadonlyMap<string, Field> = new Map(
  Object.entries(spellings).flatMap(([field, names]) =>
    names.split(' ').map((name) => [name, field as Field] as const),
  ),
)

const yearMonthFields: readonly Field[] = ['year', 'month']
const dayTimeFields: readonly Field[] = ['day', 'hour', 'minute', 'second']
const secondsType = decimalType(8, 6)
const nanosecondsType = decimalType(11, 9)

interface ExtractData extends ZoneData {
  readonly field: Field
}

const isInterval = ({ kind }: DataType) =>
  kind === 'year_month_interval' || kind === 'day_time_interval' || kind === 'calendar_interval'

/** An interval has the fields from its first to its last. */
function fieldsOfInterval(type: DataType): readonly Field[] {
  if (type.kind === 'year_month_interval') return yearMonthFields.slice(type.from, type.to + 1)
  if (type.kind === 'day_time_interval') return dayTimeFields.slice(type.from, type.to + 1)
  return [...yearMonthFields, ...dayTimeFields]
}

/** Fields of a day or of a clock by the function that Spark puts in the place of extract, which messages name. */
const functionNames: { readonly [F in Field]: string } = {
  year: 'year',
  yearOfWeek: 'yearofweek',
  quarter: 'quarter',
  month: 'month',
  week: 'weekofyear',
  day: 'dayofmonth',
  dow: 'dayofweek',
  isoDow: 'weekday',
  doy: 'dayofyear',
  hour: 'hour',
  minute: 'minute',
  second: 'secondwithfraction',
}

function bind(args: readonly Bound[], context: BindContext): Omit<BoundCall, 'name'> {
  checkCount(args, 2, 2, context)
  const [named, source] = args as readonly [Bound, Bound]
  if (named.type.kind !== 'string' && named.type.kind !== 'null') throw notAFieldName(context)
  if (!context.foldable(named)) throw notAFieldName(context)
  const name = context.constant(named, 'field')
  if (name === null) {
    const nothing: Bound = { kind: 'literal', type: intType, value: null, nullable: true }
    return { args: [named, nothing], type: doubleType, nullable: true, text: context.text }
  }
  const field = fields.get(String(name).toUpperCase())
  if (!field || (isInterval(source.type) && !fieldsOfInterval(source.type).includes(field))) {
    throw badField(String(name), source)
  }
  const input = isInterval(source.type) ? source : pointOf(field, source, context)
  const data: ExtractData = { zone: context.zone, ansi: context.ansi, field }
  return { args: [named, input], type: resultType(field, source.type), nullable: input.nullable, data }
}

/** @throws DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE */
function pointOf(field: Field, source: Bound, context: BindContext): Bound {
  if (source.type.kind === 'timestamp_nanos') return source
  if (!isClock(field) && (source.type.kind === 'timestamp' || source.type.kind === 'timestamp_ntz')) return source
  const text = `${functionNames[field]}(${boundText(source)})`
  return castArgument(source, 0, isClock(field) ? 'any_timestamp' : 'date', { ...context, text })
}

function notAFieldName({ name }: BindContext): MillraceError {
  return new MillraceError(
    'NON_FOLDABLE_ARGUMENT',
    `The function \`${name}\` requires the parameter \`field\` to be a foldable expression of the type "STRING", but ` +
      'the actual argument is a non-foldable.',
    { sqlState: '42K08' },
  )
}

function resultType(field: Field, source: DataType): DataType {
  if (field === 'second') return source.kind === 'timestamp_nanos' ? nanosecondsType : secondsType
  if (!isInterval(source)) return intType
  return field === 'year' || field === 'day' ? intType : byteType
}

function badField(field: string, source: Bound): MillraceError {
  return new MillraceError('INVALID_EXTRACT_FIELD', `Cannot extract \`${field}\` from "${boundText(source)}".`, {
    sqlState: '42601',
  })
}

function ofDay(field: Field, days: number): number {
  const { year, month, day } = civilDate(days)
  switch (field) {
    case 'yearOfWeek':
      return isoWeek(days).year
    case 'quarter':
      return Math.floor((month + 2) / 3)
    case 'month':
      return month
    case 'week':
      return isoWeek(days).week
    case 'day':
      return day
    case 'dow':
      return (isoDayOfWeek(days) % 7) + 1
    case 'isoDow':
      return isoDayOfWeek(days)
    case 'doy':
      return dayOfYear(days)
    default:
      return year
  }
}

function ofClock(field: Field, micros: number): SqlValue {
  if (field === 'hour') return Math.floor(micros / 3_600_000_000)
  if (field === 'minute') return Math.floor(micros / 60_000_000) % 60
  return BigInt(micros % 60_000_000)
}

const isClock = (field: Field) => field === 'hour' || field === 'minute' || field === 'second'

/** Fields of an interval have its sign. */
function fromInterval(field: Field, value: number | bigint): SqlValue {
  if (typeof value === 'number') return field === 'year' ? Math.trunc(value / 12) : value % 12
  switch (field) {
    case 'day':
      return Number(value / 86_400_000_000n)
    case 'hour':
      return Number((value / 3_600_000_000n) % 24n)
    case 'minute':
      return Number((value / 60_000_000n) % 60n)
    default:
      return value % 60_000_000n
  }
}

function fromCalendar(field: Field, [months, days, micros]: CalendarParts): SqlValue {
  if (field === 'year' || field === 'month') return fromInterval(field, months)
  return field === 'day' ? days : fromInterval(field, micros)
}

function evaluate([, value]: readonly unknown[], call: BoundCall): SqlValue {
  const { field } = call.data as ExtractData
  const { type } = call.args[1] as Bound
  if (type.kind === 'calendar_interval') return fromCalendar(field, value as CalendarParts)
  if (isInterval(type)) return fromInterval(field, value as number | bigint)
  if (type.kind === 'timestamp_nanos') return fromNanos(field, value as bigint, zoneFor(type, call))
  const local: Micros =
    type.kind === 'date' ? BigInt(value as number) * microsPerDay : zoneFor(type, call).toLocal(value as bigint)
  return ofLocal(field, local)
}

const ofLocal = (field: Field, local: Micros) =>
  isClock(field) ? ofClock(field, microsOfDay(local)) : ofDay(field, dayOfMicros(local))

/** Seconds have nine digits then. */
function fromNanos(field: Field, nanos: bigint, zone: Zone): SqlValue {
  const local = movedNanos(nanos, zone.toLocal)
  return field === 'second' ? floorMod(local, 60_000_000_000n) : ofLocal(field, microsOfNanos(local))
}

export const extract: ScalarFunction = {
  name: 'extract',
  aliases: ['date_part', 'datepart'],
  summary: 'A field of a date, timestamp or interval by its name.',
  bind,
  evaluate,
}

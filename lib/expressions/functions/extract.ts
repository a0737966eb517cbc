/** `EXTRACT(field FROM source)`, `date_part(field, source)` */
import { MillraceError } from '../../errors.ts'
import type { DataType, Micros, SqlValue } from '../../types/data-type.ts'
import {
  civilDate,
  dayOfMicros,
  dayOfYear,
  isoDayOfWeek,
  isoWeek,
  microsOfDay,
  microsPerDay,
} from '../../types/time/calendar.ts'
import { byteType, decimalType, intType, timestampType } from '../../types/types.ts'
import { checkCount } from '../binder/signature.ts'
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

const ofInterval: { readonly [kind: string]: ReadonlySet<Field> } = {
  year_month_interval: new Set<Field>(['year', 'month']),
  calendar_interval: new Set<Field>(['year', 'month', 'day', 'hour', 'minute', 'second']),
  day_time_interval: new Set<Field>(['day', 'hour', 'minute', 'second']),
}
const secondsType = decimalType(8, 6)

interface ExtractData extends ZoneData {
  readonly field: Field
}

function bind(args: readonly Bound[], context: BindContext): Omit<BoundCall, 'name'> {
  checkCount(args, 2, 2, context)
  const [named, source] = args as readonly [Bound, Bound]
  const name = context.constant(named, 'field')
  const field = name === null ? undefined : fields.get(String(name).toUpperCase())
  const dated = ['string', 'null', 'date', 'timestamp', 'timestamp_ntz'].includes(source.type.kind)
  const allowed = ofInterval[source.type.kind]
  if (!field || !(dated || allowed?.has(field))) throw badField(String(name), source)
  const input =
    source.type.kind === 'string' || source.type.kind === 'null' ? context.cast(source, timestampType) : source
  const data: ExtractData = { zone: context.zone, ansi: context.ansi, field }
  return { args: [named, input], type: resultType(field, source.type), nullable: input.nullable, data }
}

function resultType(field: Field, source: DataType): DataType {
  if (field === 'second') return secondsType
  if (!ofInterval[source.kind]) return intType
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
  if (ofInterval[type.kind]) return fromInterval(field, value as number | bigint)
  const local: Micros =
    type.kind === 'date' ? BigInt(value as number) * microsPerDay : zoneFor(type, call).toLocal(value as bigint)
  return isClock(field) ? ofClock(field, microsOfDay(local)) : ofDay(field, dayOfMicros(local))
}

export const extract: ScalarFunction = {
  name: 'extract',
  aliases: ['date_part', 'datepart'],
  summary: 'A field of a date, timestamp or interval by its name.',
  bind,
  evaluate,
}

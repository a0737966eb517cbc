/** CAST, TRY_CAST and casts without ANSI, value by value. Which pairs exist: `binder/cast-rules.ts`. */
import { invariant, MillraceError } from '../../errors.ts'
import type { DataType, SqlValue } from '../../types/data-type.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import { microsOfNanos, nanosPerMicro } from '../../types/time/micros-of-nanos.ts'
import { zone as zoneOf } from '../../types/time/zone.ts'
import { equalTypes, timestampNtzType, timestampType } from '../../types/types.ts'
import { canCast } from '../binder/cast-rules.ts'
import type { Cast, CastMode, CastPair } from './cast-mode.ts'
import { fromVariant } from './from-variant.ts'
import { toBinary } from './to-binary.ts'
import { toBoolean } from './to-boolean.ts'
import { toDecimal } from './to-decimal.ts'
import { toFloating } from './to-floating.ts'
import { toIntegral } from './to-integral.ts'
import { toCalendarInterval, toDayTime, toYearMonth } from './to-interval.ts'
import { toText } from './to-text.ts'
import { betweenNanos, readNanos, toDate, toTimestamp, toTimestampNtz } from './to-time.ts'
import { toVariant } from './to-variant.ts'

export type { CastMode } from './cast-mode.ts'

/**
 * Casts one value; null stays null. Where many are cast, keep what `caster` gives.
 *
 * @param zone session zone, for what stands between text, DATE and TIMESTAMP
 * @throws CAST_INVALID_INPUT, CAST_OVERFLOW, NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION and their like in mode `ansi`
 */
export function castValue(value: SqlValue, from: DataType, to: DataType, mode: CastMode, zone: string): SqlValue {
  return value === null ? null : caster(from, to, mode, zone)(value)
}

/** The cast of values (null gives null) from one type to another; see `castValue`. */
export function caster(from: DataType, to: DataType, mode: CastMode, zone: string): Cast {
  const cast = plainCaster({ from, to, mode }, zone)
  return (value, clock) => (value === null ? null : cast(value, clock))
}

function plainCaster(pair: CastPair, zone: string): Cast {
  const { from, to, mode } = pair
  if (from.kind === 'null') return () => null
  if (equalTypes(from, to)) return (value) => value
  if (from.kind === 'variant') return fromVariant(to, { zone: zoneOf(zone), mode, between: betweenPlain(zone) })
  if (from.kind === 'timestamp_nanos' && !isText(to)) return fromNanos(pair, zone)
  switch (to.kind) {
    case 'string':
    case 'char':
    case 'varchar':
      return toText(from, mode, zoneOf(zone))
    case 'boolean':
      return toBoolean(pair)
    case 'byte':
    case 'short':
    case 'int':
    case 'long':
      return toIntegral(pair, zoneOf(zone))
    case 'float':
    case 'double':
      return toFloating(pair)
    case 'decimal':
      return toDecimal(pair)
    case 'binary':
      return toBinary(pair)
    case 'date':
      return toDate(pair, zoneOf(zone))
    case 'timestamp':
      return toTimestamp(pair, zoneOf(zone))
    case 'timestamp_ntz':
      return toTimestampNtz(pair, zoneOf(zone))
    case 'timestamp_nanos':
      return toNanos(pair, zone)
    case 'day_time_interval':
      return toDayTime(pair)
    case 'year_month_interval':
      return toYearMonth(pair)
    case 'calendar_interval':
      return toCalendarInterval()
    case 'variant':
      return toVariant(from)
    case 'array':
    case 'map':
    case 'struct':
      return toNested(pair, zone)
    default:
      throw new MillraceError(
        'MILLRACE_UNSUPPORTED_CAST',
        `millrace cannot cast to this type yet; cast to a type with columns instead: ${typeSql(to)}`,
      )
  }
}

const isText = ({ kind }: DataType) => kind === 'string' || kind === 'char' || kind === 'varchar'

/** From nanoseconds: other digits or the other clock, or what the microseconds are cast to. */
function fromNanos(pair: CastPair, zone: string): Cast {
  const { from, to } = pair
  invariant(from.kind === 'timestamp_nanos', 'a cast from nanoseconds')
  if (to.kind === 'timestamp_nanos') return betweenNanos(from, to, zoneOf(zone))
  const cast = caster(from.local ? timestampNtzType : timestampType, to, pair.mode, zone)
  return (value, clock) => cast(microsOfNanos(value as bigint), clock)
}

/** To nanoseconds: from text, or as the microseconds are. */
function toNanos(pair: CastPair, zone: string): Cast {
  const { from, to } = pair
  invariant(to.kind === 'timestamp_nanos', 'a cast to nanoseconds')
  if (isText(from)) return readNanos(pair, to, zoneOf(zone))
  const cast = caster(from, to.local ? timestampNtzType : timestampType, pair.mode, zone)
  return (value, clock) => (cast(value, clock) as bigint) * nanosPerMicro
}

/** What a variant's value may be cast to, given its own type. */
function betweenPlain(zone: string): (from: DataType, to: DataType) => Cast | undefined {
  return (from, to) => (canCast(from, to, 'ansi') ? caster(from, to, 'try', zone) : undefined)
}

/** Part by part, by position. */
function toNested({ from, to, mode }: CastPair, zone: string): Cast {
  if (from.kind === 'array' && to.kind === 'array') {
    const element = caster(from.element, to.element, mode, zone)
    return (value, clock) => (value as readonly SqlValue[]).map((one) => element(one, clock))
  }
  if (from.kind === 'map' && to.kind === 'map') {
    const key = caster(from.key, to.key, mode, zone)
    const entry = caster(from.value, to.value, mode, zone)
    return (value, clock) =>
      (value as readonly (readonly [SqlValue, SqlValue])[]).map(([k, v]) => [key(k, clock), entry(v, clock)])
  }
  invariant(from.kind === 'struct' && to.kind === 'struct', `a cast from ${typeSql(from)} to ${typeSql(to)}`)
  const fields = to.fields.map((field, at) => caster(from.fields[at]?.type as DataType, field.type, mode, zone))
  return (value, clock) => fields.map((cast, at) => cast((value as readonly SqlValue[])[at] ?? null, clock))
}

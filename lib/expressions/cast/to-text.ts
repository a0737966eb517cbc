/** Casts to STRING: every type as Spark prints it. */
import { textOf } from '../../columnar/bytes.ts'
import type { DataType, SqlValue } from '../../types/data-type.ts'
import { javaDouble, javaFloat } from '../../types/number-text.ts'
import { formatCalendarInterval } from '../../types/time/duration.ts'
import { formatDayTimeInterval, formatYearMonthInterval } from '../../types/time/interval-text.ts'
import {
  formatDate,
  formatTime,
  formatTimestamp,
  formatTimestampNanos,
  formatTimestampNtz,
  formatTimestampNtzNanos,
} from '../../types/time/text.ts'
import { utc, type Zone } from '../../types/time/zone.ts'
import { Decimal } from '../../types/values/decimal.ts'
import { Variant } from '../../types/variant/variant.ts'
import { variantJson } from '../../types/variant/variant-json.ts'
import type { CastMode } from './cast-mode.ts'

type TextOf = (value: SqlValue) => string

/** The text of non-null values of a type; timestamps in the zone. */
export function toText(type: DataType, mode: CastMode, zone: Zone): TextOf {
  switch (type.kind) {
    case 'string':
    case 'char':
    case 'varchar':
      return (value) => value as string
    case 'float':
      return (value) => javaFloat(value as number)
    case 'double':
      return (value) => javaDouble(value as number)
    case 'decimal':
      return mode === 'legacy'
        ? (value) => engineeringText(value as bigint, type.scale)
        : (value) => new Decimal(value as bigint, type.scale).toString()
    case 'binary':
      return (value) => textOf(value as Uint8Array, 0, (value as Uint8Array).length)
    case 'date':
      return (value) => formatDate(value as number)
    case 'timestamp':
      return (value) => formatTimestamp(value as bigint, zone)
    case 'timestamp_ntz':
      return (value) => formatTimestampNtz(value as bigint)
    case 'timestamp_nanos':
      return nanosText(type.local, zone)
    case 'time':
      return (value) => formatTime(value as bigint)
    case 'day_time_interval':
      return (value) => formatDayTimeInterval(value as bigint, type.from, type.to)
    case 'year_month_interval':
      return (value) => formatYearMonthInterval(value as number, type.from, type.to)
    case 'calendar_interval':
      return (value) => {
        const [months, days, micros] = value as readonly [number, number, bigint]
        return formatCalendarInterval({ months, days, micros })
      }
    case 'variant':
      // Within other values; alone it is cast by from-variant.ts. In UTC, whatever the session's zone.
      return (value) => variantJson(Variant.of(value), utc)
    case 'array': {
      const element = orNull(toText(type.element, mode, zone))
      return (value) => `[${(value as readonly SqlValue[]).map(element).join(', ')}]`
    }
    case 'map': {
      const key = orNull(toText(type.key, mode, zone))
      const entry = orNull(toText(type.value, mode, zone))
      return (value) =>
        `{${(value as readonly (readonly [SqlValue, SqlValue])[]).map(([k, v]) => `${key(k)} -> ${entry(v)}`).join(', ')}}`
    }
    case 'struct': {
      const fields = type.fields.map((field) => orNull(toText(field.type, mode, zone)))
      return (value) => `{${fields.map((text, at) => text((value as readonly SqlValue[])[at] ?? null)).join(', ')}}`
    }
    default:
      return String
  }
}

const nanosText = (local: boolean, zone: Zone): TextOf =>
  local ? (value) => formatTimestampNtzNanos(value as bigint) : (value) => formatTimestampNanos(value as bigint, zone)

/** Inside of nested values null is written out. */
function orNull(text: TextOf): TextOf {
  return (value) => (value === null ? 'null' : text(value))
}

/** Java's `BigDecimal.toString`, which casts without ANSI print: an exponent below 1e-6. */
function engineeringText(unscaled: bigint, scale: number): string {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString()
  const exponent = digits.length - 1 - scale
  if (exponent >= -6) return new Decimal(unscaled, scale).toString()
  const sign = unscaled < 0n ? '-' : ''
  return `${sign}${digits[0]}${digits.length > 1 ? `.${digits.slice(1)}` : ''}E${exponent}`
}

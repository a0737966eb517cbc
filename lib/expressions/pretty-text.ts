/**
 * A value as `show()` and the console sink print it: Spark's ToPrettyString. Unlike CAST AS STRING it writes NULL in
 * capitals, binary as hexadecimal bytes, and decimals never with an exponent, in nested values too.
 */

import type { DataType, SqlValue } from '../types/data-type.ts'
import { javaDouble, javaFloat } from '../types/number-text.ts'
import { formatCalendarInterval } from '../types/time/duration.ts'
import { formatDayTimeInterval, formatYearMonthInterval } from '../types/time/interval-text.ts'
import {
  formatDate,
  formatTimestamp,
  formatTimestampNanos,
  formatTimestampNtz,
  formatTimestampNtzNanos,
} from '../types/time/text.ts'
import { utc, type Zone } from '../types/time/zone.ts'
import { Variant } from '../types/variant/variant.ts'
import { variantJson } from '../types/variant/variant-json.ts'

/**
 * The text of one value.
 *
 * @param value internal value of `type`
 * @param zone session zone, for TIMESTAMP
 */
export function prettyText(type: DataType, value: SqlValue, zone: Zone): string {
  if (value === null) return 'NULL'
  switch (type.kind) {
    case 'float':
      return javaFloat(value as number)
    case 'double':
      return javaDouble(value as number)
    case 'decimal':
      return plainDecimal(value as bigint, type.scale)
    case 'binary':
      return `[${[...(value as Uint8Array)].map(hex).join(' ')}]`
    case 'date':
      return formatDate(value as number)
    case 'timestamp':
      return formatTimestamp(value as bigint, zone)
    case 'timestamp_ntz':
      return formatTimestampNtz(value as bigint)
    case 'timestamp_nanos':
      return type.local ? formatTimestampNtzNanos(value as bigint) : formatTimestampNanos(value as bigint, zone)
    case 'time':
      return timeText(value as bigint)
    case 'day_time_interval':
      return formatDayTimeInterval(value as bigint, type.from, type.to)
    case 'year_month_interval':
      return formatYearMonthInterval(value as number, type.from, type.to)
    case 'calendar_interval': {
      const [months, days, micros] = value as readonly [number, number, bigint]
      return formatCalendarInterval({ months, days, micros })
    }
    case 'geometry':
    case 'geography': {
      const [srid, wkb] = value as readonly [number, Uint8Array]
      return `SRID=${srid};${[...wkb].map(hex).join('')}`
    }
    case 'array':
      return `[${(value as readonly SqlValue[]).map((element) => prettyText(type.element, element, zone)).join(', ')}]`
    case 'map':
      return `{${(value as readonly (readonly [SqlValue, SqlValue])[])
        .map(([key, entry]) => `${prettyText(type.key, key, zone)} -> ${prettyText(type.value, entry, zone)}`)
        .join(', ')}}`
    case 'struct':
      return `{${type.fields.map((one, at) => prettyText(one.type, (value as readonly SqlValue[])[at] ?? null, zone)).join(', ')}}`
    case 'variant':
      // In UTC, whatever the session's zone.
      return variantJson(Variant.of(value), utc)
    default:
      return String(value)
  }
}

function plainDecimal(unscaled: bigint, scale: number): string {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0')
  const sign = unscaled < 0n ? '-' : ''
  const whole = digits.length - scale
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, whole)}.${digits.slice(whole)}`
}

function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0')
}

/** `01:02:03.5`: nanoseconds since midnight, without trailing zeros. */
function timeText(nanos: bigint): string {
  const two = (value: bigint): string => value.toString().padStart(2, '0')
  const seconds = nanos / 1_000_000_000n
  const fraction = (nanos % 1_000_000_000n).toString().padStart(9, '0').replace(/0+$/, '')
  const text = `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`
  return fraction === '' ? text : `${text}.${fraction}`
}

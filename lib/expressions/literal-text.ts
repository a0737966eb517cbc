/** Literals as Spark prints them in column names and messages (`Literal.sql` after `toPrettySQL`). */

import type { DataType, SqlValue } from '../types/data-type.ts'
import { javaDouble, javaFloat } from '../types/number-text.ts'
import { formatDayTimeInterval, formatYearMonthInterval } from '../types/time/interval-text.ts'
import {
  formatDate,
  formatTime,
  formatTimestamp,
  formatTimestampNanos,
  formatTimestampNtz,
  formatTimestampNtzNanos,
} from '../types/time/text.ts'
import { utc, type Zone } from '../types/time/zone.ts'

/**
 * The text of a literal: strings bare, numbers without suffix, `NULL`, dates, times and intervals in their keyword form.
 *
 * @param zone session zone, for TIMESTAMP
 */
export function literalText(value: SqlValue, type: DataType, zone: Zone = utc): string {
  if (value === null) return 'NULL'
  switch (type.kind) {
    case 'float':
      return javaFloat(value as number)
    case 'double':
      return javaDouble(value as number)
    case 'decimal':
      return decimalText(value as bigint, type.scale)
    case 'binary':
      return `X'${[...(value as Uint8Array)].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join('')}'`
    case 'date':
      return `DATE '${formatDate(value as number)}'`
    case 'timestamp':
      return `TIMESTAMP '${formatTimestamp(value as bigint, zone)}'`
    case 'timestamp_ntz':
      return `TIMESTAMP_NTZ '${formatTimestampNtz(value as bigint)}'`
    case 'timestamp_nanos':
      return nanosText(value as bigint, type.precision, type.local, zone)
    case 'time':
      return `TIME '${formatTime(value as bigint)}'`
    case 'day_time_interval':
      return formatDayTimeInterval(value as bigint, type.from, type.to)
    case 'year_month_interval':
      return formatYearMonthInterval(value as number, type.from, type.to)
    default:
      return nestedText(value, type, zone)
  }
}

/** With as many digits as the type has. */
function nanosText(nanos: bigint, precision: number, local: boolean, zone: Zone): string {
  const text = local ? formatTimestampNtzNanos(nanos) : formatTimestampNanos(nanos, zone)
  const [whole, fraction = ''] = text.split('.')
  return `TIMESTAMP_${local ? 'NTZ' : 'LTZ'} '${whole}.${fraction.padEnd(precision, '0')}'`
}

function nestedText(value: SqlValue, type: DataType, zone: Zone): string {
  const list = value as readonly SqlValue[]
  switch (type.kind) {
    case 'array':
      return `ARRAY(${list.map((one) => literalText(one, type.element, zone)).join(', ')})`
    case 'map': {
      const entries = value as readonly (readonly [SqlValue, SqlValue])[]
      return `MAP(${entries.map(([k, v]) => `${literalText(k, type.key, zone)}, ${literalText(v, type.value, zone)}`).join(', ')})`
    }
    case 'struct': {
      const parts = type.fields.map(
        (field, at) => `'${field.name}', ${literalText(list[at] ?? null, field.type, zone)}`,
      )
      return `NAMED_STRUCT(${parts.join(', ')})`
    }
    default:
      return String(value)
  }
}

/** As Java's BigDecimal.toString: an exponent when the number is smaller than 10^-6. */
function decimalText(unscaled: bigint, scale: number): string {
  const sign = unscaled < 0n ? '-' : ''
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString()
  if (scale === 0) return sign + digits
  const exponent = digits.length - 1 - scale
  if (exponent >= -6) {
    const padded = digits.padStart(scale + 1, '0')
    return `${sign}${padded.slice(0, padded.length - scale)}.${padded.slice(padded.length - scale)}`
  }
  return `${sign}${digits[0]}${digits.length > 1 ? `.${digits.slice(1)}` : ''}E${exponent}`
}

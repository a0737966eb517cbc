/** Values that a real Spark gave, as recordings hold them, in the shape of our internal values. */
import type { DataType, Field, SqlValue } from '../../lib/types/data-type.ts'

/** Times and days are recorded as they are held; decimals as text; binary in base64; NaN and infinities as text. */
export function recordedValue(type: DataType, value: unknown): SqlValue {
  if (value === null || value === undefined) return null
  switch (type.kind) {
    case 'long':
    case 'timestamp':
    case 'timestamp_ntz':
    case 'day_time_interval':
      return BigInt(value as string | number)
    case 'float':
    case 'double':
      return typeof value === 'string' ? Number(value) : (value as number)
    case 'decimal': {
      const [whole = '', fraction = ''] = (value as string).split('.')
      // Recorded with more zeros than the type has, some of them.
      return BigInt(whole + fraction.replace(/0+$/, '').padEnd(type.scale, '0'))
    }
    case 'binary':
      return new Uint8Array(Buffer.from(value as string, 'base64'))
    case 'array':
      return (value as readonly unknown[]).map((one) => recordedValue(type.element, one))
    case 'map':
      return (value as readonly [unknown, unknown][]).map(([key, one]) => [
        recordedValue(type.key, key),
        recordedValue(type.value, one),
      ])
    case 'struct':
      return type.fields.map((one: Field, at) => recordedValue(one.type, (value as readonly unknown[])[at]))
    default:
      return value as SqlValue
  }
}

/** Values of types that sketches take as doubles, and back. */
import type { DataType, SqlValue } from '../../../types/data-type.ts'

/** Values as the doubles that are compared, as Spark does. */
export function numberOf(type: DataType): (value: SqlValue) => number {
  if (type.kind !== 'decimal') return Number
  const scale = 10 ** type.scale
  return (value) => Number(value) / scale
}

/** A value of a type again. */
export function asValue(number: number, type: DataType): SqlValue {
  switch (type.kind) {
    case 'float':
    case 'double':
      return number
    case 'decimal':
      return BigInt(Math.round(number * 10 ** type.scale))
    case 'long':
    case 'timestamp':
    case 'timestamp_ntz':
    case 'day_time_interval':
      return BigInt(Math.trunc(number))
    default:
      return Math.trunc(number)
  }
}

/** Java's hash codes of values, as Spark hands them to sketches of frequent items. */
import type { DataType, SqlValue } from '../../../types/data-type.ts'

const bits = new DataView(new ArrayBuffer(8))

function longCode(value: bigint): number {
  return Number(BigInt.asIntN(32, value ^ (value >> 32n)))
}

function doubleCode(value: number): number {
  bits.setFloat64(0, value)
  return bits.getInt32(0) ^ bits.getInt32(4)
}

function floatCode(value: number): number {
  bits.setFloat32(0, value)
  return bits.getInt32(0)
}

function textCode(text: string): number {
  let code = 0
  for (let at = 0; at < text.length; at++) code = (Math.imul(31, code) + text.charCodeAt(at)) | 0
  return code
}

/** Scala's `BigDecimal.hashCode`: whole ones as numbers, then those that a double can tell, then the rest. */
function decimalCode(unscaled: bigint, scale: number): number {
  const unit = 10n ** BigInt(scale)
  if (unscaled % unit === 0n) {
    const whole = unscaled / unit
    if (whole === BigInt.asIntN(32, whole)) return Number(whole)
    return whole === BigInt.asIntN(64, whole) ? longCode(whole) : integerCode(whole)
  }
  const value = Number(unscaled) / 10 ** scale
  // Scala: what a FLOAT can tell has its code.
  return Math.fround(value) === value ? floatCode(value) : doubleCode(value)
}

/** `java.math.BigInteger.hashCode`. */
function integerCode(value: bigint): number {
  const digits = (value < 0n ? -value : value).toString(16)
  let code = 0
  for (let end = digits.length % 8; end <= digits.length; end += 8) {
    if (end === 0) continue
    code = (Math.imul(31, code) + Number.parseInt(digits.slice(Math.max(0, end - 8), end), 16)) | 0
  }
  return value < 0n ? -code | 0 : code
}

/** The hash code of a type's values. */
export function hashCodeOf(type: DataType): (value: SqlValue) => number {
  switch (type.kind) {
    case 'boolean':
      return (value) => (value ? 1231 : 1237)
    case 'byte':
    case 'short':
    case 'int':
    case 'date':
      return (value) => value as number
    case 'float':
      return (value) => floatCode(value as number)
    case 'double':
      return (value) => doubleCode(value as number)
    case 'decimal': {
      const { scale } = type
      return (value) => decimalCode(value as bigint, scale)
    }
    case 'string':
      return (value) => textCode(value as string)
    default:
      return (value) => longCode(value as bigint)
  }
}

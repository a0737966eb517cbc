/** Number types as text formats infer them, and how two of them become one. */
import type { DataType } from '../types/data-type.ts'

export const nothing: DataType = Object.freeze({ kind: 'null' })
export const string: DataType = Object.freeze({ kind: 'string' })
export const long: DataType = Object.freeze({ kind: 'long' })
export const double: DataType = Object.freeze({ kind: 'double' })

/** Digits of a number and how many of them stand behind the point, which may be fewer than none. */
export interface DecimalShape {
  readonly precision: number
  readonly scale: number
}

const shape = /^[+-]?(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,10}))?$/

/** What Java's BigDecimal makes of a text; undefined when it is no number. */
export function decimalOfText(text: string): DecimalShape | undefined {
  const match = shape.exec(text)
  if (match === null) return undefined
  const fraction = match[2] ?? ''
  const digits = (match[1] ?? '') + fraction
  if (digits === '') return undefined
  return { precision: digits.replace(/^0+(?=\d)/, '').length, scale: fraction.length - Number(match[3] ?? 0) }
}

export const decimalType = (precision: number, scale: number): DataType => ({ kind: 'decimal', precision, scale })

/** The digits that hold every value of a whole-number type. */
function wholeDecimal(type: DataType): DecimalShape | undefined {
  if (type.kind === 'decimal') return type
  if (type.kind === 'long') return { precision: 20, scale: 0 }
  return type.kind === 'int' ? { precision: 10, scale: 0 } : undefined
}

/** One type for two kinds of numbers; undefined when one of them is none. */
export function compatibleDecimals(a: DataType, b: DataType): DataType | undefined {
  const isNumber = (type: DataType): boolean => type.kind === 'double' || wholeDecimal(type) !== undefined
  if (!isNumber(a) || !isNumber(b)) return undefined
  if (a.kind === 'double' || b.kind === 'double') return double
  if (a.kind !== 'decimal' && b.kind !== 'decimal') return a.kind === b.kind ? a : long
  const [one, other] = [wholeDecimal(a) as DecimalShape, wholeDecimal(b) as DecimalShape]
  const scale = Math.max(one.scale, other.scale)
  const range = Math.max(one.precision - one.scale, other.precision - other.scale)
  return range + scale > 38 ? double : decimalType(range + scale, scale)
}

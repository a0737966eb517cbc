/** `String.format` of Java for the values that Spark hands to it. */
import { MillraceError } from '../../../errors.ts'
import type { DataType, SqlValue } from '../../../types/data-type.ts'
import { javaDouble, javaFloat } from '../../../types/number-text.ts'
import { nanosValueText } from '../../../types/time/micros-of-nanos.ts'
import { Decimal } from '../../../types/values/decimal.ts'
import { formatDecimal } from '../numeric/decimal-format.ts'
import { decimalOf } from '../numeric/rounding.ts'

export interface Argument {
  readonly type: DataType
  readonly value: SqlValue
}

const specifier = /%(?:(\d+)\$)?([-#+ 0,(]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])/g

/** @throws MILLRACE_BAD_FORMAT for conversions that do not fit their argument or are unknown */
export function javaFormat(format: string, args: readonly Argument[]): string {
  let next = 0
  return format.replace(
    specifier,
    (all, index: string | undefined, flags: string, width = '0', precision: string | undefined, letter: string) => {
      if (letter === 'n') return '\n'
      if (letter === '%') return padded('%', flags, Number(width))
      const arg = args[index === undefined ? next++ : Number(index) - 1]
      if (!arg) throw badFormat(all, 'there is no argument for it')
      const text = convert(
        all,
        letter,
        flags,
        precision === undefined ? undefined : Number(precision),
        arg,
        Number(width),
      )
      return padded(letter === letter.toUpperCase() ? text.toUpperCase() : text, flags, Number(width))
    },
  )
}

function badFormat(specifier: string, why: string): MillraceError {
  return new MillraceError('MILLRACE_BAD_FORMAT', `format_string cannot print ${specifier}: ${why}`)
}

function padded(text: string, flags: string, width: number): string {
  return flags.includes('-') ? text.padEnd(width) : text.padStart(width)
}

function convert(
  all: string,
  letter: string,
  flags: string,
  precision: number | undefined,
  { type, value }: Argument,
  width: number,
): string {
  const lower = letter.toLowerCase()
  if (lower === 'b') return value === null ? 'false' : value === true || type.kind !== 'boolean' ? 'true' : 'false'
  if (value === null || lower === 's') return plain(type, value).slice(0, precision)
  switch (lower) {
    case 'd':
    case 'x':
    case 'o':
      if (typeof value !== 'bigint' && !['byte', 'short', 'int'].includes(type.kind))
        throw badFormat(all, `it is for whole numbers, not ${type.kind}`)
      return whole(lower, type, BigInt(value as number), flags, width)
    case 'f':
    case 'e':
      return fraction(all, lower, type, value, flags, precision ?? 6, width)
    case 'c':
      return String.fromCodePoint(Number(value))
    default:
      throw badFormat(all, 'the conversion is not known')
  }
}

function plain(type: DataType, value: SqlValue): string {
  if (value === null) return 'null'
  switch (type.kind) {
    case 'double':
      return javaDouble(value as number)
    case 'float':
      return javaFloat(value as number)
    case 'decimal':
      return new Decimal(value as bigint, type.scale).toString()
    case 'timestamp_nanos':
      return nanosValueText(value as bigint)
    default:
      return String(value)
  }
}

const bits: { readonly [kind: string]: number } = { byte: 8, short: 16, int: 32 }

function whole(letter: string, type: DataType, value: bigint, flags: string, width: number): string {
  if (letter === 'd') {
    const format = { minWhole: 1, minFraction: 0, maxFraction: 0, group: flags.includes(',') ? 3 : 0 }
    return signed(formatDecimal(value, 0, false, format), value < 0n, flags, width)
  }
  const digits = BigInt.asUintN(bits[type.kind] ?? 64, value).toString(letter === 'x' ? 16 : 8)
  const prefix = flags.includes('#') ? (letter === 'x' ? '0x' : '0') : ''
  return prefix + (flags.includes('0') ? digits.padStart(width - prefix.length, '0') : digits)
}

function fraction(
  all: string,
  letter: string,
  type: DataType,
  value: SqlValue,
  flags: string,
  precision: number,
  width: number,
): string {
  if (type.kind !== 'double' && type.kind !== 'float' && type.kind !== 'decimal')
    throw badFormat(all, `it is for fractions, not ${type.kind}`)
  const negative = (value as number) < 0 || Object.is(value, -0)
  if (typeof value === 'number' && !Number.isFinite(value))
    return Number.isNaN(value) ? 'NaN' : negative ? '-Infinity' : 'Infinity'
  if (letter === 'e') {
    const text = Math.abs(Number(value))
      .toExponential(precision)
      .replace(/e([+-])(\d)$/, 'e$10$2')
    return signed(text, negative, flags, width)
  }
  const [digits, scale] = type.kind === 'decimal' ? [value as bigint, type.scale] : decimalOf(value as number)
  const format = { minWhole: 1, minFraction: precision, maxFraction: precision, group: flags.includes(',') ? 3 : 0 }
  return signed(
    formatDecimal(halfUp(digits, scale, precision), Math.min(scale, precision), false, format),
    negative,
    flags,
    width,
  )
}

/** `%f` rounds halves up, where DecimalFormat would go to the even digit. */
function halfUp(digits: bigint, scale: number, precision: number): bigint {
  if (scale <= precision) return digits
  const unit = 10n ** BigInt(scale - precision)
  const size = digits < 0n ? -digits : digits
  return (size + unit / 2n) / unit
}

function signed(text: string, negative: boolean, flags: string, width: number): string {
  if (negative && flags.includes('(')) return `(${text})`
  const sign = negative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''
  return sign + (flags.includes('0') ? text.padStart(width - sign.length, '0') : text)
}

/** Casts to DECIMAL. */
import { invariant, MillraceError } from '../../errors.ts'
import type { SqlValue } from '../../types/data-type.ts'
import { javaDouble } from '../../types/number-text.ts'
import { type Cast, type CastPair, invalidInput, outOfRange } from './cast-mode.ts'
import { type BigDecimal, parseBigDecimal } from './text-to-number.ts'
import { intervalUnits } from './to-interval.ts'

const powers = Array.from({ length: 77 }, (_, exponent) => 10n ** BigInt(exponent))
const powerOfTen = (exponent: number) => powers[exponent] ?? 10n ** BigInt(exponent)
const digitsOf = (value: bigint) => (value < 0n ? -value : value).toString().length

/** The most digits a decimal may have. */
const maxDigits = 38

/** Fits a number into DECIMAL(precision, scale), half up; undefined when it has too many digits. */
export function fitDecimal({ unscaled, scale }: BigDecimal, precision: number, wanted: number): bigint | undefined {
  if (unscaled === 0n) return 0n
  const shift = wanted - scale
  const digits = digitsOf(unscaled)
  if (digits + shift > precision + 1) return undefined
  if (digits + shift < 0) return 0n
  let value = unscaled
  if (shift >= 0) value *= powerOfTen(shift)
  else {
    const divisor = powerOfTen(-shift)
    const rest = value % divisor
    value /= divisor
    if ((rest < 0n ? -rest : rest) * 2n >= divisor) value += unscaled < 0n ? -1n : 1n
  }
  return digitsOf(value) > precision ? undefined : value
}

/** Java's `toPlainString`, cut off when an exponent would make it endless. */
function plainText({ unscaled, scale }: BigDecimal): string {
  if (scale <= 0) return `${unscaled}${unscaled === 0n ? '' : '0'.repeat(Math.min(-scale, 1000))}`
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0')
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

/** A cast to DECIMAL from any type that Spark allows. */
export function toDecimal(pair: CastPair): Cast {
  const { from, to, mode } = pair
  invariant(to.kind === 'decimal', 'a cast to another type than DECIMAL')
  const { precision, scale } = to
  const fitted = (number: BigDecimal): SqlValue => {
    const value = fitDecimal(number, precision, scale)
    if (value !== undefined) return value
    if (mode === 'ansi') throw outOfRange(plainText(number), precision, scale)
    return null
  }
  switch (from.kind) {
    case 'string':
    case 'char':
    case 'varchar':
      return textCast(pair, fitted)
    case 'decimal': {
      const { scale: given } = from
      if (given === scale && from.precision <= precision) return (value) => value
      return (value) => fitted({ unscaled: value as bigint, scale: given })
    }
    case 'byte':
    case 'short':
    case 'int':
    case 'long':
      return (value) => fitted({ unscaled: BigInt(value as number | bigint), scale: 0 })
    case 'boolean':
      return (value) => fitted({ unscaled: value === true ? 1n : 0n, scale: 0 })
    case 'float':
    case 'double':
      return (value) => fitDouble(value as number, fitted)
    case 'timestamp':
      return (value) => fitted({ unscaled: value as bigint, scale: 6 })
    case 'day_time_interval':
    case 'year_month_interval':
      return (value) => fitted(intervalUnits(value as bigint | number, from))
    default:
      return () => null
  }
}

/** Spark goes through the text of the double; NaN and the infinities become null, with ANSI too. */
function fitDouble(value: number, fitted: (number: BigDecimal) => SqlValue): SqlValue {
  if (!Number.isFinite(value)) return null
  return fitted(parseBigDecimal(javaDouble(value)) as BigDecimal)
}

function textCast({ from, to, mode }: CastPair, fitted: (number: BigDecimal) => SqlValue): Cast {
  return (value) => {
    const number = parseBigDecimal(value as string)
    if (number === undefined) {
      if (mode === 'ansi') throw invalidInput(value, from, to)
      return null
    }
    // Spark refuses more than 38 digits before the point at once, lest they be written out.
    const integral = digitsOf(number.unscaled) - number.scale
    if (number.unscaled !== 0n && integral > maxDigits) {
      if (mode === 'ansi') throw tooManyDigits(value as string)
      return null
    }
    return fitted(number)
  }
}

/** NUMERIC_OUT_OF_SUPPORTED_RANGE */
function tooManyDigits(text: string): MillraceError {
  const message = `The value ${text} cannot be interpreted as a numeric since it has more than 38 digits.`
  return new MillraceError('NUMERIC_OUT_OF_SUPPORTED_RANGE', message, {
    sqlState: '22003',
    parameters: { value: text },
  })
}

/** Tokens to internal values, type by type: Spark's `UnivocityParser.makeConverter`, which leans on Java's parsers. */
import { utf8Of } from '../../columnar/bytes.ts'
import { MillraceError } from '../../errors.ts'
import type { DataType, Field, SqlValue } from '../../types/data-type.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import type { DatetimePattern } from '../../types/time/pattern.ts'
import { parseDate } from '../../types/time/text.ts'
import { parseDecimal } from '../json/decimal-text.ts'
import { optionPattern } from '../json/option-pattern.ts'
import { textReaderOf } from '../json/text-readers.ts'
import type { CsvReadOptions } from './options.ts'

/** Gives the value of a token that is no null, or undefined when it has none: the record is malformed then. */
export type TextConverter = (text: string) => SqlValue | undefined

/**
 * The converter of a column's type.
 *
 * @throws UNSUPPORTED_DATATYPE, INVALID_DATETIME_PATTERN, INVALID_TIMEZONE
 */
export function converterOf(field: Field, options: CsvReadOptions): TextConverter {
  const { type } = field
  switch (type.kind) {
    case 'string':
    case 'char':
    case 'varchar':
      return (text) => text
    case 'byte':
      return wholeReader(-128, 127)
    case 'short':
      return wholeReader(-32768, 32767)
    case 'int':
      return wholeReader(-2147483648, 2147483647)
    case 'long':
      return readLong
    case 'float':
    case 'double':
      return floatReader(type, options)
    case 'boolean':
      return readBoolean
    case 'decimal': {
      const plain = plainDecimal(options.locale)
      return (text) => parseDecimal(plain(text), type.precision, type.scale)
    }
    case 'binary':
      return utf8Of
    case 'date':
      return dateReader(options)
    case 'timestamp':
    case 'timestamp_ntz':
    case 'timestamp_nanos':
    case 'day_time_interval':
    case 'year_month_interval':
      return textReaderOf(type, options)
    default:
      throw unreadableType(type)
  }
}

/** Java's parsers take the digits of every script. */
function asciiDigits(text: string): string {
  return text.replace(/[^\0-\x7f]/gu, (character) => {
    if (!/\p{Nd}/u.test(character)) return character
    // The digits of a script stand side by side, from its zero on.
    const code = character.codePointAt(0) as number
    let zero = code
    while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--
    return String((code - zero) % 10)
  })
}

const whole = /^[+-]?\d+$/

function wholeReader(min: number, max: number): TextConverter {
  return (text) => {
    const digits = asciiDigits(text)
    if (!whole.test(digits)) return undefined
    const value = Number(digits)
    return value >= min && value <= max ? value + 0 : undefined
  }
}

const maxLong = (1n << 63n) - 1n

/** A whole number of 64 bits. */
export function readLong(text: string): bigint | undefined {
  const digits = asciiDigits(text)
  if (!whole.test(digits)) return undefined
  const value = BigInt(digits.replace('+', ''))
  return value > maxLong || value < -maxLong - 1n ? undefined : value
}

/** true or false, in any case of letters. */
export function readBoolean(text: string): boolean | undefined {
  const lower = text.toLowerCase()
  return lower === 'true' ? true : lower === 'false' ? false : undefined
}

const floating = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[dDfF]?$/
const hexadecimal = /^([+-]?)0[xX]([\da-fA-F]*)\.?([\da-fA-F]*)[pP]([+-]?\d+)[dDfF]?$/
const special = /^[+-]?(?:NaN|Infinity)$/

/** `Double.parseDouble`: blanks around, a type letter behind, hexadecimal. */
function javaDouble(text: string): number | undefined {
  const trimmed = text.replace(/^[\0- ]+|[\0- ]+$/g, '')
  if (floating.test(trimmed)) return Number(trimmed.replace(/[dDfF]$/, ''))
  if (special.test(trimmed)) return trimmed.endsWith('NaN') ? Number.NaN : Number(trimmed)
  const match = hexadecimal.exec(trimmed)
  if (match === null || (match[2] === '' && match[3] === '')) return undefined
  const [, sign, digits = '', fraction = '', exponent] = match
  const value = Number(BigInt(`0x${digits}${fraction}`)) * 2 ** (Number(exponent) - 4 * fraction.length)
  return sign === '-' ? -value : value
}

function floatReader(type: DataType, options: CsvReadOptions): TextConverter {
  const round = type.kind === 'float' ? Math.fround : (value: number): number => value
  const { nanValue, positiveInf, negativeInf } = options
  return (text) => {
    if (text === nanValue) return Number.NaN
    if (text === negativeInf) return Number.NEGATIVE_INFINITY
    if (text === positiveInf) return Number.POSITIVE_INFINITY
    const value = javaDouble(text)
    return value === undefined ? undefined : round(value)
  }
}

/** What `ExprUtils.getDecimalParser` makes of a text before BigDecimal reads it. */
export function plainDecimal(locale: string): (text: string) => string {
  if (locale === 'en-US') return (text) => asciiDigits(text.replaceAll(',', ''))
  const parts = new Intl.NumberFormat(locale).formatToParts(-12345.6)
  const sign = (type: string, fallback: string): string => parts.find((part) => part.type === type)?.value ?? fallback
  const group = sign('group', ',')
  const point = sign('decimal', '.')
  // Java's DecimalFormat knows no plus, and ends at a second point.
  const shape = /^-?(?:\d+\.?\d*|\.\d+)(?:E-?\d+)?$/
  return (text) => {
    const plain = asciiDigits(text).replaceAll(group, '').replace(point, '.')
    return shape.test(plain) && !(point !== '.' && text.includes('.') && group !== '.') ? plain : 'x'
  }
}

/** Days since 1970 of a date by the options' format. */
export function dateReader(options: CsvReadOptions): TextConverter {
  const { dateFormat, preferDate, locale } = options
  const strict = dateFormat ?? (preferDate ? 'yyyy-MM-dd' : undefined)
  const pattern: DatetimePattern | undefined = strict === undefined ? undefined : optionPattern(strict, locale, 'parse')
  const fallback = options.enableDateTimeParsingFallback ?? dateFormat === undefined
  return (text) => {
    const value = fitting(pattern === undefined ? parseDate(text) : pattern.parseDate(text))
    if (value !== undefined || !fallback) return value
    return fitting(parseDate(text.replaceAll('GMT', '')))
  }
}

/** Days beyond an INT are no date. */
const fitting = (days: number | undefined): number | undefined =>
  days === undefined || days === (days | 0) ? days : undefined

/** Spark's refusal of a type by the parser itself, which `from_csv` shows; files are refused before, by column. */
function unreadableType(type: DataType): MillraceError {
  const typeName = `"${typeSql(type)}"`
  return new MillraceError('UNSUPPORTED_DATATYPE', `Unsupported data type ${typeName}.`, {
    sqlState: '0A000',
    parameters: { typeName },
  })
}

/** Spark's refusal of a column's type in files. */
export function unsupportedType({ name, type }: Field): MillraceError {
  const columnType = typeSql(type)
  return new MillraceError(
    'UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE',
    `The CSV datasource doesn't support the column \`${name}\` of the type "${columnType}".`,
    { sqlState: '0A000', parameters: { format: 'CSV', columnName: name, columnType } },
  )
}

/** What the text of a partition directory means: type inference and values as Spark's PartitioningUtils has them. */
import { MillraceError } from '../../lib/errors.ts'
import { widerType } from '../../lib/expressions/binder/type-coercion.ts'
import { parseDecimal } from '../../lib/formats/json/decimal-text.ts'
import type { DataType, SqlValue } from '../../lib/types/data-type.ts'
import { typeSql } from '../../lib/types/ddl/type-sql.ts'
import { parseDate, parseNanosTimestamp, parseTimestamp, parseTimestampNtz } from '../../lib/types/time/text.ts'
import type { Zone } from '../../lib/types/time/zone.ts'
import {
  dateType,
  decimalType,
  doubleType,
  intType,
  longType,
  nullType,
  stringType,
  timestampType,
} from '../../lib/types/types.ts'

const integer = /^[+-]?\d+$/
const decimal = /^([+-]?)(\d+\.?\d*|\.\d+)(?:[eE]([+-]?\d+))?$/
/** java.lang.Double.parseDouble, hexadecimal forms left out. */
const double = /^([+-]?)(NaN|Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)([fFdD]?)$/
const timestamp = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d)?$/

/** The type that all values of one partition column fit; void when every one is null. */
export function partitionType(values: Iterable<string | null>, zone: Zone): DataType {
  let type: DataType = nullType
  for (const value of values) type = wider(type, typeOf(value, zone))
  return type
}

function typeOf(text: string | null, zone: Zone): DataType {
  if (text === null) return nullType
  if (integer.test(text)) {
    const value = BigInt(text.replace(/^\+/, ''))
    if (BigInt.asIntN(32, value) === value) return intType
    if (BigInt.asIntN(64, value) === value) return longType
  }
  const whole = wholeDecimal(text)
  if (whole) return whole
  if (double.test(text.trim())) return doubleType
  if (timestamp.test(text) && parseTimestamp(text, zone) !== undefined) return timestampType
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && parseDate(text) !== undefined) return dateType
  return stringType
}

/** A number without a fraction that a decimal holds: `1e3` is DECIMAL(4,0), `1.0` is none. */
function wholeDecimal(text: string): DataType | undefined {
  const match = decimal.exec(text)
  if (!match) return undefined
  const [mantissa = '', fraction = ''] = (match[2] as string).split('.')
  const scale = fraction.length - Number(match[3] ?? 0)
  if (scale > 0) return undefined
  const digits = (mantissa + fraction).replace(/^0+(?=\d)/, '')
  const precision = digits === '0' ? 1 : digits.length - scale
  return precision > 38 ? undefined : decimalType(precision, 0)
}

/** PartitioningUtils.findWiderTypeForPartitionColumn: what would lose digits becomes a string. */
function wider(a: DataType, b: DataType): DataType {
  const kinds = [a.kind, b.kind]
  if (kinds.includes('double') && (kinds.includes('decimal') || kinds.includes('long'))) return stringType
  return widerType(a, b, false) ?? stringType
}

/**
 * The internal value of a partition directory.
 *
 * @param path named in errors
 * @throws MILLRACE_PARTITION_VALUE when the text is no value of the type
 */
export function partitionValue(type: DataType, text: string | null, zone: Zone, path: string): SqlValue {
  if (text === null || type.kind === 'null') return null
  const value = readValue(type, text, zone)
  if (value !== undefined) return value
  throw new MillraceError(
    'MILLRACE_PARTITION_VALUE',
    `A directory's value does not fit the type of its partition column; give the column another type or leave it out of the schema: ` +
      `'${text}' as ${typeSql(type)}, ${path}`,
    { parameters: { value: text, type: typeSql(type), path } },
  )
}

function readValue(type: DataType, text: string, zone: Zone): SqlValue | undefined {
  switch (type.kind) {
    case 'string':
    case 'char':
    case 'varchar':
      return text
    case 'binary':
      return new TextEncoder().encode(text)
    case 'boolean':
      return /^(true|false)$/i.test(text) ? text.toLowerCase() === 'true' : undefined
    case 'byte':
    case 'short':
    case 'int':
    case 'long':
      return wholeNumber(text, { byte: 8, short: 16, int: 32, long: 64 }[type.kind])
    case 'float':
    case 'double': {
      const match = double.exec(text.trim())
      if (!match) return undefined
      const value = Number(`${match[1]}${match[2]}`)
      return type.kind === 'float' ? Math.fround(value) : value
    }
    case 'decimal':
      return parseDecimal(text, type.precision, type.scale)
    case 'date':
      return parseDate(text)
    case 'timestamp':
      return parseTimestamp(text, zone)
    case 'timestamp_ntz':
      return parseTimestampNtz(text)
    case 'timestamp_nanos':
      return parseNanosTimestamp(text, type, zone)
    default:
      return undefined
  }
}

function wholeNumber(text: string, bits: number): SqlValue | undefined {
  if (!integer.test(text)) return undefined
  const value = BigInt(text.replace(/^\+/, ''))
  if (BigInt.asIntN(bits, value) !== value) return undefined
  return bits === 64 ? value : Number(value)
}

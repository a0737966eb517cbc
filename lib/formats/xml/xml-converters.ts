/** Texts of elements and attributes to values, type by type: Spark's `StaxXmlParser.convertTo`. */
import type { DataType, SqlValue } from '../../types/data-type.ts'
import { converterOf, type TextConverter } from '../csv/converters.ts'
import { csvReadOptions } from '../csv/options.ts'
import { textReaderOf } from '../json/text-readers.ts'
import type { XmlReadOptions } from './xml-options.ts'

/** The beginning of a number as people write it, which Java's NumberFormat is content with: `1,000.5 and more`. */
const written = /^-?(?:\d[\d,]*\.?\d*|\.\d+)(?:E-?\d+)?/

function numberReader(read: TextConverter): TextConverter {
  return (text) => {
    const value = read(text)
    if (value !== undefined) return value
    const match = written.exec(text)?.[0]
    return match === undefined ? undefined : Number(match.replaceAll(',', ''))
  }
}

/** A sign is taken off, and the rest read. */
function signed(read: TextConverter): TextConverter {
  return (text) => {
    if (!/^[+-]/.test(text)) return read(text)
    const value = read(text.slice(1))
    if (text.startsWith('+') || value === undefined || value === null) return value
    return typeof value === 'bigint' ? BigInt.asIntN(64, -value) : -(value as number)
  }
}

function plainReader(type: DataType, options: XmlReadOptions): TextConverter {
  switch (type.kind) {
    case 'string':
    case 'char':
    case 'varchar':
    case 'null':
      return (text) => text
    case 'boolean':
      return (text) => (/^(?:true|1)$/i.test(text) ? true : /^(?:false|0)$/i.test(text) ? false : undefined)
    case 'date':
    case 'timestamp':
    case 'timestamp_ntz':
    case 'timestamp_nanos':
      return textReaderOf(type, options)
    case 'byte':
    case 'short':
    case 'int':
    case 'long':
    case 'float':
    case 'double':
    case 'decimal': {
      const numbers = new Map([
        ['nanvalue', 'NaN'],
        ['positiveinf', 'Infinity'],
        ['negativeinf', '-Infinity'],
        ['locale', options.locale],
      ])
      const read = converterOf({ name: '', type, nullable: true }, csvReadOptions(numbers, options.zone))
      if (type.kind === 'float') return signed(numberReader((text) => read(text)))
      if (type.kind === 'double') return signed(numberReader(read))
      return type.kind === 'int' || type.kind === 'long' ? signed(read) : read
    }
    default:
      return () => undefined
  }
}

/** The converter of a type: blanks around are taken off, the text of the option nullValue is null. */
export function xmlConverter(type: DataType, options: XmlReadOptions): (text: string) => SqlValue | undefined {
  const read = plainReader(type, options)
  const { ignoreSurroundingSpaces, nullValue } = options
  const round = type.kind === 'float'
  return (given) => {
    const text = ignoreSurroundingSpaces ? trimmed(given) : given
    if (text === nullValue) return null
    const value = read(text)
    return round && typeof value === 'number' ? Math.fround(value) : value
  }
}

/** As Java's `String.trim`. */
export const trimmed = (text: string): string => text.replace(/^[\0- ]+|[\0- ]+$/g, '')

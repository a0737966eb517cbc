/** Values as the text that stands in csv files: Spark's `UnivocityGenerator`. */
import type { Field, SqlValue } from '../../types/data-type.ts'
import { javaDouble, javaFloat } from '../../types/number-text.ts'
import { textWriterOf } from '../json/text-writers.ts'
import { decimalText } from '../json/value-writer.ts'
import { unsupportedType } from './converters.ts'
import type { CsvWriteOptions } from './options.ts'

/** Text of a value that is not null. */
export type ValueText = (value: SqlValue) => string

/**
 * The writer of a column's values.
 *
 * @throws UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE, INVALID_DATETIME_PATTERN, INVALID_TIMEZONE
 */
export function valueTextOf(field: Field, options: CsvWriteOptions): ValueText {
  const { type } = field
  const time = textWriterOf(type, options)
  if (time !== undefined) return time
  switch (type.kind) {
    case 'string':
    case 'char':
    case 'varchar':
    case 'boolean':
    case 'byte':
    case 'short':
    case 'int':
    case 'long':
      return String
    case 'float':
      return (value) => javaFloat(value as number)
    case 'double':
      return (value) => javaDouble(value as number)
    case 'decimal':
      return (value) => decimalText(value as bigint, type.scale)
    case 'binary':
      return (value) => hexText(value as Uint8Array)
    case 'null':
      return () => ''
    default:
      throw unsupportedType(field)
  }
}

/** Bytes as Spark shows them: `[00 FF]`. */
function hexText(bytes: Uint8Array): string {
  return `[${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(' ')}]`
}

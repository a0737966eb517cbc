/** Which memory layout a data type has; the table of `lib/types/data-type.ts` as code. */
import type { DataType } from '../types/data-type.ts'
import { binaryType, intType, longType } from '../types/types.ts'
import type { Layout } from './vector.ts'

/** Decimals of up to this many digits fit a 64-bit integer. */
export const maxLongDigits = 18

/** Types of the columns that a column of layout `struct` consists of. */
export function partTypes(type: DataType): readonly DataType[] {
  if (type.kind === 'struct') return type.fields.map((one) => one.type)
  if (type.kind === 'calendar_interval') return calendarParts
  if (type.kind === 'geometry' || type.kind === 'geography') return geometryParts
  return type.kind === 'variant' ? variantParts : []
}

const variantParts: readonly DataType[] = [binaryType, binaryType]

/** SRID and WKB. */
const geometryParts: readonly DataType[] = [intType, binaryType]

/** Months, days and microseconds. */
const calendarParts: readonly DataType[] = [intType, intType, longType]

/** Layout of a new vector of `type`; strings come as views (`bytes`), dictionaries are made by scans only. */
export function layoutOf(type: DataType): Layout {
  switch (type.kind) {
    case 'null':
      return 'null'
    case 'boolean':
      return 'bool'
    case 'byte':
    case 'short':
    case 'int':
    case 'date':
    case 'year_month_interval':
      return 'int32'
    case 'long':
    case 'timestamp':
    case 'timestamp_ntz':
    case 'time':
    case 'day_time_interval':
      return 'int64'
    case 'float':
    case 'double':
      return 'float64'
    case 'decimal':
      return type.precision <= maxLongDigits ? 'int64' : 'int128'
    case 'timestamp_nanos':
      return 'int128'
    case 'string':
    case 'char':
    case 'varchar':
    case 'binary':
      return 'bytes'
    case 'array':
      return 'list'
    case 'map':
      return 'map'
    case 'struct':
    case 'variant':
    case 'calendar_interval':
    case 'geometry':
    case 'geography':
      return 'struct'
  }
}

/** The smallest or largest value of a column: min and max. */

import { Float64Cells, Int32Cells, Int64Cells, Int128Cells } from '../../../columnar/cells/word-cells.ts'
import { layoutOf } from '../../../columnar/layout.ts'
import type { DataType, Field } from '../../../types/data-type.ts'
import type { Accumulator } from '../aggregate-function.ts'
import { extremeKept } from './extreme-kept.ts'
import {
  extremeNumber,
  largerDoubles,
  largerInts,
  largerLongs,
  largerWide,
  smallerDoubles,
  smallerInts,
  smallerLongs,
  smallerWide,
} from './extreme-number.ts'

/** @param largest whether max, not min */
export function extreme(type: DataType, buffer: readonly Field[], largest: boolean): Accumulator {
  switch (layoutOf(type)) {
    case 'bool':
    case 'int32': {
      const cells = new Int32Cells(largest ? -(2 ** 31) : 2 ** 31 - 1)
      return extremeNumber(type, buffer, cells, largest ? largerInts : smallerInts)
    }
    case 'float64': {
      const cells = new Float64Cells(largest ? Number.NEGATIVE_INFINITY : Number.NaN)
      return extremeNumber(type, buffer, cells, largest ? largerDoubles : smallerDoubles)
    }
    case 'int64':
      return extremeNumber(type, buffer, new Int64Cells(), largest ? largerLongs : smallerLongs)
    case 'int128':
      return extremeNumber(type, buffer, new Int128Cells(), largest ? largerWide : smallerWide)
    default:
      return extremeKept(type, buffer, largest)
  }
}

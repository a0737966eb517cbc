/** What a local of a type holds before its first value: of the representation that it keeps. */
import { layoutOf } from '../../columnar/layout.ts'
import type { DataType } from '../../types/data-type.ts'

/** A JavaScript expression. Doubles begin as NaN, never as 0, which V8 takes for a small integer. */
export function defaultValue(type: DataType): string {
  switch (layoutOf(type)) {
    case 'bool':
      return 'false'
    case 'int32':
      return '0'
    case 'int64':
    case 'int128':
      return '0n'
    case 'float64':
      return 'NaN'
    case 'bytes':
      return type.kind === 'binary' ? 'null' : '""'
    default:
      return 'null'
  }
}

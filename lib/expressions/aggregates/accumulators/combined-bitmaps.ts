/** Aggregates that combine bitmaps which arrive as bytes. */
import { BytesSource } from '../../../columnar/bytes-source.ts'
import { binaryType } from '../../../types/types.ts'
import { checkCount, exactArgument } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import type { AggregateFunction } from '../aggregate-function.ts'
import { bitmapAccumulator, bitmapSize } from './bitmap-accumulator.ts'

/**
 * @param start what every byte is before the first row
 */
export function combinedBitmaps(
  name: string,
  summary: string,
  start: 0 | 255,
  combine: (held: number, added: number) => number,
): AggregateFunction {
  return {
    name,
    summary,
    bind(given, context) {
      checkCount(given, 1, 1, context)
      return { args: [exactArgument(given[0] as Bound, 0, 'binary', context)], type: binaryType, nullable: false }
    },
    start() {
      const source = new BytesSource()
      return bitmapAccumulator({
        start,
        combine,
        read: ([bitmaps]) => bitmaps && source.read(bitmaps),
        add(bitmap, row) {
          source.seek(row)
          const { bytes, from, length } = source
          for (let at = 0; at < bitmapSize; at++) {
            bitmap[at] = combine(bitmap[at] as number, at < length ? (bytes[from + at] as number) : 0)
          }
          return bitmap
        },
      })
    },
  }
}

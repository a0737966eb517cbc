/** A bitmap with the bits of all positions set (Spark's `BitmapConstructAgg`). */
import { wordsOf } from '../../columnar/cells/word-vector.ts'
import { MillraceError } from '../../errors.ts'
import { binaryType } from '../../types/types.ts'
import { castArgument, checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { bitmapAccumulator, bitmapSize } from './accumulators/bitmap-accumulator.ts'
import type { Accumulator, AggregateFunction } from './aggregate-function.ts'

export const bitmapConstructAgg: AggregateFunction = {
  name: 'bitmap_construct_agg',
  summary: 'A bitmap of 32768 bits with those at the positions set; see bitmap_bit_position.',
  bind(given, context) {
    checkCount(given, 1, 1, context)
    return { args: [castArgument(given[0] as Bound, 0, 'long', context)], type: binaryType, nullable: false }
  },
  start: () => constructed(),
}

function constructed(): Accumulator {
  let words: Int32Array = new Int32Array(0)
  return bitmapAccumulator({
    start: 0,
    combine: (held, added) => held | added,
    read([positions]) {
      if (positions) words = wordsOf(positions)
    },
    add(bitmap, row) {
      const [low, high] = [words[2 * row] as number, words[2 * row + 1] as number]
      if (high !== 0 || low < 0 || low >= 8 * bitmapSize) throw outOfBounds(high, low)
      bitmap[low >> 3] = (bitmap[low >> 3] as number) | (1 << (low & 7))
      return bitmap
    },
  })
}

function outOfBounds(high: number, low: number): MillraceError {
  const position = (BigInt(high) << 32n) | BigInt(low >>> 0)
  const text =
    `The 0-indexed bitmap position ${position} is out of bounds. The bitmap has ${8 * bitmapSize} bits ` +
    `(${bitmapSize} bytes).`
  return new MillraceError('INVALID_BITMAP_POSITION', text, {
    sqlState: '22003',
    parameters: { bitPosition: `${position}` },
  })
}

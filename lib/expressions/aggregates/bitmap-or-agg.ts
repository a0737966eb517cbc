import { combinedBitmaps } from './accumulators/combined-bitmaps.ts'

/** Spark's `BitmapOrAgg`. */
export const bitmapOrAgg = combinedBitmaps(
  'bitmap_or_agg',
  'A bitmap of 32768 bits with those set that any of the bitmaps has.',
  0,
  (held, added) => held | added,
)

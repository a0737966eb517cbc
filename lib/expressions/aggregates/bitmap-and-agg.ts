import { combinedBitmaps } from './accumulators/combined-bitmaps.ts'

/** Spark's `BitmapAndAgg`: all bits when there is no bitmap. */
export const bitmapAndAgg = combinedBitmaps(
  'bitmap_and_agg',
  'A bitmap of 32768 bits with those set that all of the bitmaps have.',
  255,
  (held, added) => held & added,
)

/** Builders of sketches of quantiles (KLL), frequent items (approx_top_k, count-min). */
import type { ArrayT, BinaryT, LongT, StringT, UnknownT } from '../../types/typed/type-tags.ts'
import type { Column } from '../column.ts'
import {
  argument,
  binary,
  type ColumnArgument,
  callOf,
  type NamesOf,
  type Parameter,
  unary,
  value,
  withOption,
} from './builder.ts'

/** A KLL sketch of the values, for quantiles; its size may be given (200 otherwise). */
export const kllSketchAggBigint = withOption<BinaryT, number>('kll_sketch_agg_bigint')

/** KLL sketches in one; its size may be given (the first sketch's otherwise). */
export const kllMergeAggBigint = withOption<BinaryT, number>('kll_merge_agg_bigint')

/** How many values a KLL sketch has seen. */
export const kllSketchGetNBigint = unary<LongT>()('kll_sketch_get_n_bigint')

/** What a KLL sketch is made of, as text. */
export const kllSketchToStringBigint = unary<StringT>()('kll_sketch_to_string_bigint')

/** Two KLL sketches in one, of the size of the first. */
export const kllSketchMergeBigint = binary<BinaryT>('kll_sketch_merge_bigint')

/** The value at or below which a part (0 to 1, or an array of them) of the values lies; the part must be a constant. */
export const kllSketchGetQuantileBigint = binary<UnknownT>('kll_sketch_get_quantile_bigint')

/** The part of the values that is at or below a value, or each of an array of them, which must be constants. */
export const kllSketchGetRankBigint = binary<UnknownT>('kll_sketch_get_rank_bigint')

/** A KLL sketch of the values, for quantiles; its size may be given (200 otherwise). */
export const kllSketchAggDouble = withOption<BinaryT, number>('kll_sketch_agg_double')

/** KLL sketches in one; its size may be given (the first sketch's otherwise). */
export const kllMergeAggDouble = withOption<BinaryT, number>('kll_merge_agg_double')

/** How many values a KLL sketch has seen. */
export const kllSketchGetNDouble = unary<LongT>()('kll_sketch_get_n_double')

/** What a KLL sketch is made of, as text. */
export const kllSketchToStringDouble = unary<StringT>()('kll_sketch_to_string_double')

/** Two KLL sketches in one, of the size of the first. */
export const kllSketchMergeDouble = binary<BinaryT>('kll_sketch_merge_double')

/** The value at or below which a part (0 to 1, or an array of them) of the values lies; the part must be a constant. */
export const kllSketchGetQuantileDouble = binary<UnknownT>('kll_sketch_get_quantile_double')

/** The part of the values that is at or below a value, or each of an array of them, which must be constants. */
export const kllSketchGetRankDouble = binary<UnknownT>('kll_sketch_get_rank_double')

/** A KLL sketch of the values, for quantiles; its size may be given (200 otherwise). */
export const kllSketchAggFloat = withOption<BinaryT, number>('kll_sketch_agg_float')

/** KLL sketches in one; its size may be given (the first sketch's otherwise). */
export const kllMergeAggFloat = withOption<BinaryT, number>('kll_merge_agg_float')

/** How many values a KLL sketch has seen. */
export const kllSketchGetNFloat = unary<LongT>()('kll_sketch_get_n_float')

/** What a KLL sketch is made of, as text. */
export const kllSketchToStringFloat = unary<StringT>()('kll_sketch_to_string_float')

/** Two KLL sketches in one, of the size of the first. */
export const kllSketchMergeFloat = binary<BinaryT>('kll_sketch_merge_float')

/** The value at or below which a part (0 to 1, or an array of them) of the values lies; the part must be a constant. */
export const kllSketchGetQuantileFloat = binary<UnknownT>('kll_sketch_get_quantile_float')

/** The part of the values that is at or below a value, or each of an array of them, which must be constants. */
export const kllSketchGetRankFloat = binary<UnknownT>('kll_sketch_get_rank_float')

/** About the most frequent items with how often each came; how many (5 unless given), and how many are tracked (10000). */
export function approxTopK<const A extends ColumnArgument>(
  column: A,
  k?: number,
  maxItemsTracked?: number,
): Column<ArrayT<UnknownT>, NamesOf<A>> {
  const given = k ?? (maxItemsTracked === undefined ? undefined : 5)
  return callOf('approx_top_k', argument(column), value(given), value(maxItemsTracked))
}

/** A state of the most frequent items; how many are tracked may be given (10000 otherwise). */
export const approxTopKAccumulate = withOption<UnknownT, number>('approx_top_k_accumulate')

/** States of `approxTopKAccumulate` in one; how many items are tracked may be given. */
export const approxTopKCombine = withOption<UnknownT, number>('approx_top_k_combine')

/** The most frequent items of a state with how often each came; how many may be given (5 otherwise). */
export const approxTopKEstimate = withOption<ArrayT<UnknownT>, number>('approx_top_k_estimate')

/** A count-min sketch in bytes. @param epsilon relative error @param confidence between 0 and 1 */
export function countMinSketch<const A extends ColumnArgument, M extends string = never>(
  column: A,
  epsilon: Parameter<number, M>,
  confidence: Parameter<number, M>,
  seed: Parameter<number, M>,
): Column<BinaryT, NamesOf<A> | M> {
  return callOf('count_min_sketch', argument(column), value(epsilon), value(confidence), value(seed))
}

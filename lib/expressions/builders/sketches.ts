/** Builders of sketches of different values: HyperLogLog, Theta and Tuple; and of bitmaps. */

import type { BinaryT, DoubleT, LongT } from '../../types/typed/type-tags.ts'
import type { Column } from '../column.ts'
import type { LiteralValue } from '../column-literal.ts'
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

/** How the numbers of one key are put together; `sum` unless given. */
export type SummaryModeName = 'sum' | 'min' | 'max' | 'alwaysone'

/** Size of Theta and Tuple sketches unless given, as a power of 2. */
const nominalBits = 12

/** Two columns and what may be given behind them. @param size what stands for the first option when only the second is */
function pairWith<V extends LiteralValue, W extends LiteralValue = never>(name: string, size?: number) {
  return <const A extends ColumnArgument, const B extends ColumnArgument, M extends string = never>(
    first: A,
    second: B,
    option?: Parameter<V, M>,
    other?: Parameter<W, M>,
  ): Column<BinaryT, NamesOf<A> | NamesOf<B> | M> => {
    const given = option ?? (other === undefined ? undefined : size)
    return callOf(name, argument(first), argument(second), value(given), value(other))
  }
}

/** A column, a size and a mode. */
function sizedAggregate(name: string) {
  return <const A extends ColumnArgument, M extends string = never>(
    column: A,
    size?: Parameter<number, M>,
    mode?: Parameter<SummaryModeName, M>,
  ): Column<BinaryT, NamesOf<A> | M> => {
    const given = size ?? (mode === undefined ? undefined : nominalBits)
    return callOf(name, argument(column), value(given), value(mode))
  }
}

/** Which of 32768 bits stand at positions: a bitmap, see `bitmapBitPosition`. */
export const bitmapConstructAgg = unary<BinaryT>()('bitmap_construct_agg')

/** A bitmap with the bits that any of the bitmaps has. */
export const bitmapOrAgg = unary<BinaryT>()('bitmap_or_agg')

/** A bitmap with the bits that all of the bitmaps have. */
export const bitmapAndAgg = unary<BinaryT>()('bitmap_and_agg')

/** How many bits of a bitmap are set. */
export const bitmapCount = unary<LongT>()('bitmap_count')

/** A HyperLogLog sketch of the different values, with 2 to the power of the second argument registers (12 unless given). */
export const hllSketchAgg = withOption<BinaryT, number>('hll_sketch_agg')

/** HyperLogLog sketches in one; of different sizes only when the second argument is true. */
export const hllUnionAgg = withOption<BinaryT, boolean>('hll_union_agg')

/** About how many different values a HyperLogLog sketch has seen. */
export const hllSketchEstimate = unary<LongT>()('hll_sketch_estimate')

/** Two HyperLogLog sketches in one; of different sizes only when the third argument is true. */
export const hllUnion = pairWith<boolean>('hll_union')

/** A Theta sketch of the different values, of 2 to the power of the second argument hashes (12 unless given). */
export const thetaSketchAgg = withOption<BinaryT, number>('theta_sketch_agg')

/** Theta sketches in one. */
export const thetaUnionAgg = withOption<BinaryT, number>('theta_union_agg')

/** What all Theta sketches have in common. */
export const thetaIntersectionAgg = unary<BinaryT>()('theta_intersection_agg')

/** About how many different values a Theta sketch has seen. */
export const thetaSketchEstimate = unary<LongT>()('theta_sketch_estimate')

/** What is in either of two Theta sketches. */
export const thetaUnion = pairWith<number>('theta_union')

/** What is in both of two Theta sketches. */
export const thetaIntersection = binary<BinaryT>('theta_intersection')

/** What is in the first but not in the second of two Theta sketches. */
export const thetaDifference = binary<BinaryT>('theta_difference')

/** A Tuple sketch of keys and the numbers of each; size as a power of 2 and mode may be given. */
export const tupleSketchAggDouble = pairWith<number, SummaryModeName>('tuple_sketch_agg_double', nominalBits)

/** Tuple sketches in one; size as a power of 2 and mode may be given. */
export const tupleUnionAggDouble = sizedAggregate('tuple_union_agg_double')

/** What all Tuple sketches have in common. */
export const tupleIntersectionAggDouble = withOption<BinaryT, SummaryModeName>('tuple_intersection_agg_double')

/** About how many different keys a Tuple sketch has seen. */
export const tupleSketchEstimateDouble = unary<DoubleT>()('tuple_sketch_estimate_double')

/** The part of all keys that a Tuple sketch has kept. */
export const tupleSketchThetaDouble = unary<DoubleT>()('tuple_sketch_theta_double')

/** The numbers of all keys of a Tuple sketch in one. */
export const tupleSketchSummaryDouble = withOption<DoubleT, SummaryModeName>('tuple_sketch_summary_double')

/** What is in either of two Tuple sketches; size as a power of 2 and mode may be given. */
export const tupleUnionDouble = pairWith<number, SummaryModeName>('tuple_union_double', nominalBits)

/** What is in both of two Tuple sketches. */
export const tupleIntersectionDouble = pairWith<SummaryModeName>('tuple_intersection_double')

/** What is in the first but not in the second of two Tuple sketches. */
export const tupleDifferenceDouble = binary<BinaryT>('tuple_difference_double')

/** What is in either of a Tuple and a Theta sketch; size as a power of 2 and mode may be given. */
export const tupleUnionThetaDouble = pairWith<number, SummaryModeName>('tuple_union_theta_double', nominalBits)

/** What is in both of a Tuple and a Theta sketch. */
export const tupleIntersectionThetaDouble = pairWith<SummaryModeName>('tuple_intersection_theta_double')

/** What is in the first but not in the second of a Tuple and a Theta sketch. */
export const tupleDifferenceThetaDouble = binary<BinaryT>('tuple_difference_theta_double')

/** A Tuple sketch of keys and the numbers of each; size as a power of 2 and mode may be given. */
export const tupleSketchAggInteger = pairWith<number, SummaryModeName>('tuple_sketch_agg_integer', nominalBits)

/** Tuple sketches in one; size as a power of 2 and mode may be given. */
export const tupleUnionAggInteger = sizedAggregate('tuple_union_agg_integer')

/** What all Tuple sketches have in common. */
export const tupleIntersectionAggInteger = withOption<BinaryT, SummaryModeName>('tuple_intersection_agg_integer')

/** About how many different keys a Tuple sketch has seen. */
export const tupleSketchEstimateInteger = unary<DoubleT>()('tuple_sketch_estimate_integer')

/** The part of all keys that a Tuple sketch has kept. */
export const tupleSketchThetaInteger = unary<DoubleT>()('tuple_sketch_theta_integer')

/** The numbers of all keys of a Tuple sketch in one. */
export const tupleSketchSummaryInteger = withOption<LongT, SummaryModeName>('tuple_sketch_summary_integer')

/** What is in either of two Tuple sketches; size as a power of 2 and mode may be given. */
export const tupleUnionInteger = pairWith<number, SummaryModeName>('tuple_union_integer', nominalBits)

/** What is in both of two Tuple sketches. */
export const tupleIntersectionInteger = pairWith<SummaryModeName>('tuple_intersection_integer')

/** What is in the first but not in the second of two Tuple sketches. */
export const tupleDifferenceInteger = binary<BinaryT>('tuple_difference_integer')

/** What is in either of a Tuple and a Theta sketch; size as a power of 2 and mode may be given. */
export const tupleUnionThetaInteger = pairWith<number, SummaryModeName>('tuple_union_theta_integer', nominalBits)

/** What is in both of a Tuple and a Theta sketch. */
export const tupleIntersectionThetaInteger = pairWith<SummaryModeName>('tuple_intersection_theta_integer')

/** What is in the first but not in the second of a Tuple and a Theta sketch. */
export const tupleDifferenceThetaInteger = binary<BinaryT>('tuple_difference_theta_integer')

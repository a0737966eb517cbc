/** Builders of functions of vectors: arrays of FLOAT. */
import type { ArrayT, FloatT } from '../../types/typed/type-tags.ts'
import { binary, one, oneOrTwo } from './builder.ts'

/** The cosine of the angle between two vectors; null when one has no length. */
export const vectorCosineSimilarity = binary<FloatT>('vector_cosine_similarity')

/** The inner product of two vectors. */
export const vectorInnerProduct = binary<FloatT>('vector_inner_product')

/** The Euclidean distance of two vectors. */
export const vectorL2Distance = binary<FloatT>('vector_l2_distance')

/** The norm of a vector, of degree 2 unless 1 or infinity is given, as a column of FLOAT. */
export const vectorNorm = oneOrTwo<FloatT>('vector_norm')

/** A vector divided by its norm; null when that is 0. */
export const vectorNormalize = oneOrTwo<ArrayT<FloatT>>('vector_normalize')

/** The sum of vectors, component by component. */
export const vectorSum = one<ArrayT<FloatT>>('vector_sum')

/** The mean of vectors, component by component. */
export const vectorAvg = one<ArrayT<FloatT>>('vector_avg')

import { sumOf, vectorPairFunction } from './vector/vector-function.ts'

export const vectorL2Distance = vectorPairFunction(
  'vector_l2_distance',
  'The Euclidean distance of two vectors of FLOAT.',
  (left, right) => Math.sqrt(sumOf(left.length, (at) => ((left[at] as number) - (right[at] as number)) ** 2)),
)

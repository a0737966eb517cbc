import { sumOf, vectorPairFunction } from './vector/vector-function.ts'

export const vectorInnerProduct = vectorPairFunction(
  'vector_inner_product',
  'The inner product of two vectors of FLOAT.',
  (left, right) => sumOf(left.length, (at) => (left[at] as number) * (right[at] as number)),
)

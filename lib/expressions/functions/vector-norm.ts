import { vectorNormFunction } from './vector/vector-function.ts'

export const vectorNorm = vectorNormFunction(
  'vector_norm',
  'The norm of a vector of FLOAT, of degree 2 unless 1 or infinity is given.',
  'number',
  (_, norm) => Math.fround(norm),
)

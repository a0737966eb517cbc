import { vectorNormFunction } from './vector/vector-function.ts'

export const vectorNormalize = vectorNormFunction(
  'vector_normalize',
  'A vector of FLOAT divided by its norm; null when that is 0.',
  'vector',
  (vector, norm) => {
    if (vector.length === 0) return vector
    return norm === 0 ? null : vector.map((value) => Math.fround(value / norm))
  },
)

import { sumOf, vectorPairFunction } from './vector/vector-function.ts'

const product = (left: readonly number[], right: readonly number[]) =>
  sumOf(left.length, (at) => (left[at] as number) * (right[at] as number))

export const vectorCosineSimilarity = vectorPairFunction(
  'vector_cosine_similarity',
  'The cosine of the angle between two vectors of FLOAT; null when one has no length.',
  (left, right) => {
    const lengths = Math.sqrt(product(left, left) * product(right, right))
    return lengths === 0 ? null : product(left, right) / lengths
  },
)

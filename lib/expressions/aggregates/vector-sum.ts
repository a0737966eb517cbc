import { vectorAggregate } from './accumulators/vector-means.ts'

/** The sum of vectors of FLOAT (Spark's `VectorSum`). */
export const vectorSum = vectorAggregate(
  'vector_sum',
  'The sum of vectors of FLOAT, component by component.',
  (held, _, added) => held + added,
)

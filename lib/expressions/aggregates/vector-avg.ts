import { vectorAggregate } from './accumulators/vector-means.ts'

/** The mean of vectors of FLOAT (Spark's `VectorAvg`): one vector moves it by its distance over the count. */
export const vectorAvg = vectorAggregate(
  'vector_avg',
  'The mean of vectors of FLOAT, component by component.',
  (held, count, added, addedCount) =>
    addedCount === 1 ? held + (added - held) / (count + 1) : (held * count + added * addedCount) / (count + addedCount),
)

/** The standard deviation of a population (Spark's `StddevPop`). */
import { momentFunction } from './accumulators/moments.ts'

export const stddevPop = momentFunction('stddev_pop', [], 'The standard deviation of a population.', 2, ({ n, m2 }) =>
  Math.sqrt(m2 / n),
)

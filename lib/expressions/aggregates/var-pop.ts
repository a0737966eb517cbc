/** The variance of a population (Spark's `VariancePop`). */
import { momentFunction } from './accumulators/moments.ts'

export const varPop = momentFunction('var_pop', [], 'The variance of a population.', 2, ({ n, m2 }) => m2 / n)

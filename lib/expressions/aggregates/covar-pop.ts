/** The covariance of a population of pairs (Spark's `CovPopulation`). */
import { pairFunction } from './accumulators/pair-moments.ts'

export const covarPop = pairFunction({
  name: 'covar_pop',
  summary: 'The covariance of a population of pairs.',
  squares: false,
  swapped: false,
  result: ({ n, product }) => product / n,
})

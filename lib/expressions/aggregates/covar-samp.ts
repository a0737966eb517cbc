/** The covariance of a sample of pairs (Spark's `CovSample`). */
import { pairFunction } from './accumulators/pair-moments.ts'

export const covarSamp = pairFunction({
  name: 'covar_samp',
  summary: 'The covariance of a sample of pairs.',
  squares: false,
  swapped: false,
  result: ({ n, product }) => (n === 1 ? null : product / (n - 1)),
})

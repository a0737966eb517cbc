/** The sum of the products of y and x, each less its mean, over pairs (y, x) (Spark's `RegrSXY`). */
import { pairFunction } from './accumulators/pair-moments.ts'

export const regrSxy = pairFunction({
  name: 'regr_sxy',
  summary: 'The sum of the products of y and x, each less its mean, over pairs (y, x).',
  squares: false,
  swapped: false,
  result: ({ product }) => product,
})

/** The sum of the squares of x less its mean, over pairs (y, x) (Spark's `RegrSXX`). */
import { pairPart } from './accumulators/pair-part.ts'

export const regrSxx = pairPart(
  'regr_sxx',
  'The sum of the squares of x less its mean, over pairs (y, x).',
  'x',
  'squares',
)

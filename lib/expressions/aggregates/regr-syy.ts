/** The sum of the squares of y less its mean, over pairs (y, x) (Spark's `RegrSYY`). */
import { pairPart } from './accumulators/pair-part.ts'

export const regrSyy = pairPart(
  'regr_syy',
  'The sum of the squares of y less its mean, over pairs (y, x).',
  'y',
  'squares',
)

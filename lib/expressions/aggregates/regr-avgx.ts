/** The mean of x over pairs (y, x) (Spark's `RegrAvgX`). */
import { pairPart } from './accumulators/pair-part.ts'

export const regrAvgx = pairPart('regr_avgx', 'The mean of x over pairs (y, x).', 'x', 'mean')

/** The mean of y over pairs (y, x) (Spark's `RegrAvgY`). */
import { pairPart } from './accumulators/pair-part.ts'

export const regrAvgy = pairPart('regr_avgy', 'The mean of y over pairs (y, x).', 'y', 'mean')

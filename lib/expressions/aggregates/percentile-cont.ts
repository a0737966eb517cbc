/** The exact percentile of the ordered values, between neighbours if need be (Spark's `PercentileCont`). */
import { orderedPercentile } from './accumulators/ordered-percentile.ts'

export const percentileCont = orderedPercentile(
  'percentile_cont',
  'The exact percentile of the ordered values, between neighbours if need be: `percentile_cont(p) WITHIN GROUP (ORDER BY value)`.',
  false,
)

/** The first of the ordered values at or after a percentile (Spark's `PercentileDisc`). */
import { orderedPercentile } from './accumulators/ordered-percentile.ts'

export const percentileDisc = orderedPercentile(
  'percentile_disc',
  'The first of the ordered values at or after a percentile: `percentile_disc(p) WITHIN GROUP (ORDER BY value)`.',
  true,
)

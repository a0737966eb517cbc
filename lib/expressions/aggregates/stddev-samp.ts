/** The standard deviation of a sample (Spark's `StddevSamp`). */
import { momentFunction } from './accumulators/moments.ts'

export const stddevSamp = momentFunction(
  'stddev_samp',
  ['stddev', 'std'],
  'The standard deviation of a sample.',
  2,
  ({ n, m2 }) => (n === 1 ? null : Math.sqrt(m2 / (n - 1))),
)

/** How heavy the tails are, compared with a normal distribution (Spark's `Kurtosis`). */
import { momentFunction } from './accumulators/moments.ts'

export const kurtosis = momentFunction(
  'kurtosis',
  [],
  'How heavy the tails are, compared with a normal distribution.',
  4,
  ({ n, m2, m4 }) => (m2 === 0 ? null : (n * m4) / (m2 * m2) - 3),
)

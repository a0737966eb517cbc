/** How far the values lean to one side (Spark's `Skewness`). */
import { momentFunction } from './accumulators/moments.ts'

export const skewness = momentFunction('skewness', [], 'How far the values lean to one side.', 3, ({ n, m2, m3 }) =>
  m2 === 0 ? null : (Math.sqrt(n) * m3) / Math.sqrt(m2 * m2 * m2),
)

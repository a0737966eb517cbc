/** The variance of a sample (Spark's `VarianceSamp`). */
import { momentFunction } from './accumulators/moments.ts'

export const varSamp = momentFunction('var_samp', ['variance'], 'The variance of a sample.', 2, ({ n, m2 }) =>
  n === 1 ? null : m2 / (n - 1),
)

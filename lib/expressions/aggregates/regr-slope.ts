/** The slope of the line through pairs (y, x) (Spark's `RegrSlope`). */
import { pairFunction } from './accumulators/pair-moments.ts'

export const regrSlope = pairFunction({
  name: 'regr_slope',
  summary: 'The slope of the line through pairs (y, x).',
  squares: 'central',
  swapped: true,
  result: ({ product, squareX }) => (squareX === 0 ? null : product / squareX),
})

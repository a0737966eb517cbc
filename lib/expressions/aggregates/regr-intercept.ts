/** Where the line through pairs (y, x) meets x = 0 (Spark's `RegrIntercept`). */
import { pairFunction } from './accumulators/pair-moments.ts'

export const regrIntercept = pairFunction({
  name: 'regr_intercept',
  summary: 'Where the line through pairs (y, x) meets x = 0.',
  squares: 'central',
  swapped: true,
  result: ({ product, squareX, meanX, meanY }) => (squareX === 0 ? null : meanY - (product / squareX) * meanX),
})

/** The square of the correlation of pairs (y, x) (Spark's `RegrR2`). */
import { pairFunction } from './accumulators/pair-moments.ts'

export const regrR2 = pairFunction({
  name: 'regr_r2',
  summary: 'The square of the correlation of pairs (y, x).',
  squares: true,
  swapped: false,
  result: ({ product, squareX: squareOfY, squareY: squareOfX }) => {
    if (squareOfX === 0) return null
    if (squareOfY === 0) return 1
    const correlation = product / Math.sqrt(squareOfY * squareOfX)
    return correlation * correlation
  },
})

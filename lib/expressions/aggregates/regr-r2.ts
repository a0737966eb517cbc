/** The square of the correlation of pairs (y, x) (Spark's `RegrR2`). */
import { pairFunction } from './accumulators/pair-moments.ts'

export const regrR2 = pairFunction({
  name: 'regr_r2',
  summary: 'The square of the correlation of pairs (y, x).',
  squares: true,
  swapped: true,
  result: ({ product, squareX, squareY }) => {
    if (squareX === 0) return null
    if (squareY === 0) return 1
    const correlation = product / Math.sqrt(squareX * squareY)
    return correlation * correlation
  },
})

/** The correlation of pairs, after Pearson (Spark's `Corr`). */
import { pairFunction } from './accumulators/pair-moments.ts'

export const corr = pairFunction({
  name: 'corr',
  summary: 'The correlation of pairs, after Pearson.',
  squares: true,
  swapped: false,
  result({ n, product, squareX, squareY }) {
    const distance = Math.sqrt(squareX * squareY)
    return n === 1 || distance === 0 ? null : product / distance
  },
})

/** The bits that all integers have (Spark's `BitAndAgg`). */
import { bitAggregate } from './accumulators/bits.ts'

export const bitAnd = bitAggregate(
  'bit_and',
  'The bits that all integers have; null when there is none.',
  (a, b) => a & b,
)

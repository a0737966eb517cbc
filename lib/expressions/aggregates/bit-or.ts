/** The bits that any of the integers has (Spark's `BitOrAgg`). */
import { bitAggregate } from './accumulators/bits.ts'

export const bitOr = bitAggregate(
  'bit_or',
  'The bits that any of the integers has; null when there is none.',
  (a, b) => a | b,
)

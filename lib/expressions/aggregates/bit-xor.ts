/** The bits that an odd number of the integers has (Spark's `BitXorAgg`). */
import { bitAggregate } from './accumulators/bits.ts'

export const bitXor = bitAggregate(
  'bit_xor',
  'The bits that an odd number of the integers has; null when there is none.',
  (a, b) => a ^ b,
)

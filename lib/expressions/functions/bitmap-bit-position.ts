import { longType } from '../../types/types.ts'
import { plainFunction } from './text/text-function.ts'

export const bitmapBitPosition = plainFunction(
  {
    name: 'bitmap_bit_position',
    summary: 'The position of a number in its bitmap of 32768 bits.',
    takes: ['long'],
    gives: longType,
  },
  (value: bigint) => (value > 0n ? value - 1n : -value) % 32_768n,
)

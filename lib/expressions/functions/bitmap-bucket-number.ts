import { longType } from '../../types/types.ts'
import { plainFunction } from './text/text-function.ts'

export const bitmapBucketNumber = plainFunction(
  {
    name: 'bitmap_bucket_number',
    summary: 'The number of the bitmap of 32768 bits that a number is in.',
    takes: ['long'],
    gives: longType,
  },
  (value: bigint) => (value > 0n ? 1n + (value - 1n) / 32_768n : value / 32_768n),
)

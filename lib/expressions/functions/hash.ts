import { intType } from '../../types/types.ts'
import { hashFunction } from './hash/hash-function.ts'
import { murmurBytes, murmurInt, murmurLong } from './hash/murmur3.ts'

export const hash = hashFunction('hash', 'A hash of 32 bits over all arguments (Murmur3, seed 42).', intType, 42, {
  ofInt: murmurInt,
  ofLong: murmurLong,
  ofBytes: murmurBytes,
})

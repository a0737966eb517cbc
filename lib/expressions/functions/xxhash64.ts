import { longType } from '../../types/types.ts'
import { hashFunction } from './hash/hash-function.ts'
import { xxHashBytes, xxHashInt, xxHashLong } from './hash/xxhash64.ts'

export const xxhash64 = hashFunction(
  'xxhash64',
  'A hash of 64 bits over all arguments (XXH64, seed 42).',
  longType,
  42n,
  {
    ofInt: xxHashInt,
    ofLong: xxHashLong,
    ofBytes: xxHashBytes,
  },
)

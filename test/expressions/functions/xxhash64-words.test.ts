import fc from 'fast-check'
import { expect, test } from 'vitest'
import { xxHashBytes, xxHashInt, xxHashLong } from '../../../lib/expressions/functions/hash/xxhash64.ts'
import { hashInt, hashLong, hashRun, hashWords } from '../../../lib/expressions/functions/hash/xxhash64-words.ts'

const last = () => (BigInt(hashWords[0] as number) << 32n) | BigInt((hashWords[1] as number) >>> 0)

test('XXH64 by words is XXH64', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
      fc.uint8Array({ maxLength: 200 }),
      (int, long, bytes) => {
        hashInt(int, 42)
        expect(last()).toBe(xxHashInt(int, 42n))
        hashLong(Number(long >> 32n), Number(BigInt.asIntN(32, long)), 42)
        expect(last()).toBe(xxHashLong(long, 42n))
        hashRun(new DataView(bytes.buffer, bytes.byteOffset), 0, bytes.length, 42)
        expect(last()).toBe(xxHashBytes(bytes, 42n))
      },
    ),
    { numRuns: 2000 },
  )
})

import { sha2Hex } from './hash/sha2.ts'
import { plainFunction } from './text/text-function.ts'

export const sha2 = plainFunction(
  {
    name: 'sha2',
    summary: 'The SHA-2 digest of 224, 256 (also 0), 384 or 512 bits in hexadecimal digits.',
    takes: ['binary', 'int'],
    nullable: true,
  },
  (bytes: Uint8Array, bits: number) => sha2Hex(bytes, bits === 0 ? 256 : bits) ?? null,
)

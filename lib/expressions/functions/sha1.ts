import { sha1Hex } from './hash/sha1.ts'
import { plainFunction } from './text/text-function.ts'

export const sha1 = plainFunction(
  { name: 'sha1', aliases: ['sha'], summary: 'The SHA-1 digest in hexadecimal digits.', takes: ['binary'] },
  sha1Hex,
)

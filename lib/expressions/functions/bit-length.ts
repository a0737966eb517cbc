import { intType } from '../../types/types.ts'
import { bytesOf } from './text/search-function.ts'
import { plainFunction } from './text/text-function.ts'

export const bitLength = plainFunction(
  {
    name: 'bit_length',
    summary: 'How many bits a text (as UTF-8) or a binary value has.',
    takes: [['string', 'binary']],
    gives: intType,
  },
  (value: string | Uint8Array) => bytesOf(value).length * 8,
)

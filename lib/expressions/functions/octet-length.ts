import { intType } from '../../types/types.ts'
import { bytesOf } from './text/search-function.ts'
import { plainFunction } from './text/text-function.ts'

export const octetLength = plainFunction(
  {
    name: 'octet_length',
    summary: 'How many bytes a text (as UTF-8) or a binary value has.',
    takes: [['string', 'binary']],
    gives: intType,
  },
  (value: string | Uint8Array) => bytesOf(value).length,
)

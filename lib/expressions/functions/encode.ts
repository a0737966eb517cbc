import { binaryType } from '../../types/types.ts'
import { encodeText } from './text/charset.ts'
import { plainFunction } from './text/text-function.ts'

export const encode = plainFunction(
  {
    name: 'encode',
    summary: 'The bytes of a text in a character set.',
    takes: ['string', 'string'],
    gives: binaryType,
    nullable: true,
  },
  encodeText,
)

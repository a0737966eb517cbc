import { intType } from '../../types/types.ts'
import { plainFunction } from './text/text-function.ts'

export const ascii = plainFunction(
  {
    name: 'ascii',
    summary: 'The code point of the first character; 0 for the empty text.',
    takes: ['string'],
    gives: intType,
  },
  (text: string) => text.codePointAt(0) ?? 0,
)

import { binaryType } from '../../types/types.ts'
import { fromBase32 as of } from './text/base32.ts'
import { plainFunction } from './text/text-function.ts'

export const fromBase32 = plainFunction(
  { name: 'from_base32', summary: 'The bytes of base32 text.', takes: ['string'], gives: binaryType },
  of,
)

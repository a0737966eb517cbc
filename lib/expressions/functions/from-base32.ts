import { MillraceError } from '../../errors.ts'
import { binaryType } from '../../types/types.ts'
import { fromBase32 as of } from './text/base32.ts'
import { plainFunction } from './text/text-function.ts'

export const fromBase32 = plainFunction(
  { name: 'from_base32', summary: 'The bytes of base32 text.', takes: ['string'], gives: binaryType },
  (text: string) => {
    const bytes = of(text)
    if (bytes) return bytes
    throw new MillraceError('MILLRACE_MALFORMED_BASE32', `This is no base32 text; pad it to groups of eight: '${text}'`)
  },
)

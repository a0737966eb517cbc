import { MillraceError } from '../../errors.ts'
import { binaryType } from '../../types/types.ts'
import { fromBase64 } from './text/base64.ts'
import { plainFunction } from './text/text-function.ts'

function decoded(text: string): Uint8Array {
  const bytes = fromBase64(text)
  if (bytes) return bytes
  throw new MillraceError(
    'CONVERSION_INVALID_INPUT',
    `The value '${text}' (\`unbase64\`) cannot be converted to "BINARY" because it is malformed. Correct the value as per the ` +
      'syntax, or change its format. Use `try_to_binary` to tolerate malformed input and return NULL instead.',
    { sqlState: '22018' },
  )
}

export const unbase64 = plainFunction(
  { name: 'unbase64', summary: 'Base64 text as binary.', takes: ['string'], gives: binaryType },
  decoded,
)

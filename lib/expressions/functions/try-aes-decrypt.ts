import { MillraceError } from '../../errors.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { bindAesDecrypt } from './aes-decrypt.ts'
import { aesDecrypted } from './crypto/aes-cipher.ts'

export const tryAesDecrypt: ScalarFunction = {
  name: 'try_aes_decrypt',
  summary: 'Like aes_decrypt, but null where that raises an error.',
  bind: bindAesDecrypt,
  evaluate(args) {
    try {
      return aesDecrypted(...(args as Parameters<typeof aesDecrypted>))
    } catch (error) {
      if (error instanceof MillraceError) return null
      throw error
    }
  },
}

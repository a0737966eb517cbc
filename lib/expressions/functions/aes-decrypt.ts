import { binaryType } from '../../types/types.ts'
import { defaultedSignature } from '../binder/defaulted-signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { aesDecrypted } from './crypto/aes-cipher.ts'

/** Both decrypting functions take this. */
export const bindAesDecrypt = defaultedSignature(
  { takes: ['binary', 'binary', 'string', 'string', 'binary'], gives: binaryType, nullable: true },
  ['GCM', 'DEFAULT', ''],
)

export const aesDecrypt: ScalarFunction = {
  name: 'aes_decrypt',
  summary: 'The value that aes_encrypt encrypted by the same key, mode, padding and authenticated data.',
  bind: bindAesDecrypt,
  evaluate: (args) => aesDecrypted(...(args as Parameters<typeof aesDecrypted>)),
}

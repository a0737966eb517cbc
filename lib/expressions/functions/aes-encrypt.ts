import { binaryType } from '../../types/types.ts'
import { defaultedSignature } from '../binder/defaulted-signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { aesEncrypted } from './crypto/aes-cipher.ts'

export const aesEncrypt: ScalarFunction = {
  name: 'aes_encrypt',
  summary:
    'The value encrypted with AES by a key of 16, 24 or 32 bytes; then the mode (GCM, CBC, ECB), padding, initialization vector and further authenticated data.',
  bind: defaultedSignature(
    {
      takes: ['binary', 'binary', 'string', 'string', 'binary', 'binary'],
      gives: binaryType,
      nullable: true,
    },
    ['GCM', 'DEFAULT', '', ''],
  ),
  evaluate: (args) => aesEncrypted(...(args as Parameters<typeof aesEncrypted>)),
}

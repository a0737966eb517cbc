import { MillraceError } from '../../errors.ts'
import { binaryType } from '../../types/types.ts'
import { defaultedSignature } from '../binder/defaulted-signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { hmacDigest } from './crypto/hmac-digest.ts'

function invalid(kind: string, parameter: string, detail: string): MillraceError {
  const text = `The value of parameter(s) \`${parameter}\` in \`hmac\` is invalid: ${detail}`
  return new MillraceError(`INVALID_PARAMETER_VALUE.${kind}`, text, { sqlState: '22023' })
}

function authenticated(key: Uint8Array, message: Uint8Array, algorithm = 'SHA-256'): Uint8Array {
  const digest = hmacDigest(key, message, algorithm)
  if (!digest) {
    const known = "'SHA-224', 'SHA-256', 'SHA-384', 'SHA-512', 'SHA-1', 'MD5'"
    const detail = `expects one of the algorithms ${known}, but got '${algorithm}'.`
    throw invalid('HMAC_ALGORITHM', 'algorithm', detail)
  }
  if (key.length === 0) throw invalid('HMAC_CRYPTO_ERROR', 'key', 'detail message: Empty key')
  return digest
}

export const hmac: ScalarFunction = {
  name: 'hmac',
  summary: 'The code that authenticates a message by a key: HMAC with SHA-256, or the algorithm given.',
  bind: defaultedSignature({ takes: ['binary', 'binary', 'string'], gives: binaryType, nullable: true }, ['SHA-256']),
  evaluate: ([key, message, algorithm]) =>
    authenticated(key as Uint8Array, message as Uint8Array, algorithm as string | undefined),
}

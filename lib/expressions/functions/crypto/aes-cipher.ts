/** What aes_encrypt and aes_decrypt make of their arguments, with Spark's refusals. */
import { MillraceError } from '../../../errors.ts'
import { decryptBlocks, decryptGcm, encryptBlocks, encryptGcm } from './aes-modes.ts'

type Mode = 'ECB' | 'CBC' | 'GCM'

/** Bytes of an initialization vector. */
const ivLengths = { ECB: 0, CBC: 16, GCM: 12 } as const

const none = new Uint8Array(0)

/** @throws UNSUPPORTED_FEATURE.AES_MODE */
function modeOf(mode: string, padding: string): Mode {
  const [upper, pad] = [mode.toUpperCase(), padding.toUpperCase()]
  if (upper === 'GCM' && (pad === 'NONE' || pad === 'DEFAULT')) return upper
  if ((upper === 'ECB' || upper === 'CBC') && (pad === 'PKCS' || pad === 'DEFAULT')) return upper
  throw unsupported(
    'AES_MODE',
    `AES-${mode} with the padding ${padding} by the \`aes_encrypt\`/\`aes_decrypt\` function.`,
  )
}

function unsupported(kind: string, detail: string): MillraceError {
  return new MillraceError(`UNSUPPORTED_FEATURE.${kind}`, `The feature is not supported: ${detail}`, {
    sqlState: '0A000',
  })
}

function invalid(kind: string, parameters: string, detail: string): MillraceError {
  const text = `The value of parameter(s) ${parameters} in \`aes_encrypt\`/\`aes_decrypt\` is invalid: ${detail}`
  return new MillraceError(`INVALID_PARAMETER_VALUE.${kind}`, text, { sqlState: '22023' })
}

const failed = (detail: string) => invalid('AES_CRYPTO_ERROR', '`expr`, `key`', `detail message: ${detail}`)

/** @throws INVALID_PARAMETER_VALUE.AES_KEY_LENGTH */
function checkKey(key: Uint8Array): void {
  if (key.length === 16 || key.length === 24 || key.length === 32) return
  const detail = `expects a binary value with 16, 24 or 32 bytes, but got ${key.length} bytes.`
  throw invalid('AES_KEY_LENGTH', '`key`', detail)
}

/** @throws UNSUPPORTED_FEATURE.AES_MODE_IV, AES_MODE_AAD, INVALID_PARAMETER_VALUE.AES_IV_LENGTH */
function checkExtras(mode: Mode, iv: Uint8Array, aad: Uint8Array): void {
  if (iv.length > 0 && mode === 'ECB') {
    throw unsupported('AES_MODE_IV', `\`aes_encrypt\` with AES-${mode} does not support initialization vectors (IVs).`)
  }
  if (iv.length > 0 && iv.length !== ivLengths[mode]) {
    const detail = `supports 16-byte CBC IVs and 12-byte GCM IVs, but got ${iv.length} bytes for ${mode}.`
    throw invalid('AES_IV_LENGTH', '`iv`', detail)
  }
  if (aad.length > 0 && mode !== 'GCM') throw noAad(mode)
}

const noAad = (mode: Mode) =>
  unsupported('AES_MODE_AAD', `\`aes_encrypt\` with AES-${mode} does not support additional authenticate data (AAD).`)

/**
 * The initialization vector, then the encrypted text, then GCM's tag.
 *
 * @param iv empty: a random one
 * @throws INVALID_PARAMETER_VALUE.AES_KEY_LENGTH, AES_IV_LENGTH, UNSUPPORTED_FEATURE.AES_MODE, AES_MODE_IV, AES_MODE_AAD
 */
export function aesEncrypted(
  text: Uint8Array,
  key: Uint8Array,
  mode = 'GCM',
  padding = 'DEFAULT',
  iv = none,
  aad = none,
): Uint8Array {
  checkKey(key)
  const known = modeOf(mode, padding)
  checkExtras(known, iv, aad)
  if (known === 'ECB') return encryptBlocks(text, key, undefined)
  const start = iv.length > 0 ? iv : crypto.getRandomValues(new Uint8Array(ivLengths[known]))
  const made = known === 'CBC' ? encryptBlocks(text, key, start) : encryptGcm(text, key, start, aad)
  const whole = new Uint8Array(start.length + made.length)
  whole.set(start)
  whole.set(made, start.length)
  return whole
}

/**
 * The text of what `aesEncrypted` gave.
 *
 * @throws INVALID_PARAMETER_VALUE.AES_KEY_LENGTH, AES_CRYPTO_ERROR, UNSUPPORTED_FEATURE.AES_MODE, AES_MODE_AAD
 */
export function aesDecrypted(
  made: Uint8Array,
  key: Uint8Array,
  mode = 'GCM',
  padding = 'DEFAULT',
  aad = none,
): Uint8Array {
  checkKey(key)
  const known = modeOf(mode, padding)
  // Spark does not look at it for ECB.
  if (aad.length > 0 && known === 'CBC') throw noAad(known)
  const from = ivLengths[known]
  if (made.length < from) {
    throw failed(
      known === 'GCM' ? 'Invalid buffer arguments' : 'IV buffer too short for given offset/length combination',
    )
  }
  const iv = known === 'ECB' ? undefined : made.subarray(0, from)
  const body = made.subarray(from)
  if (known === 'GCM') {
    const text = body.length < 16 ? undefined : decryptGcm(body, key, iv as Uint8Array, aad)
    if (!text) throw failed('Tag mismatch!')
    return text
  }
  if (body.length % 16 !== 0) throw failed('Input length must be multiple of 16 when decrypting with padded cipher')
  const text = decryptBlocks(body, key, iv)
  if (text) return text
  throw failed('Given final block not properly padded. Such issues can arise if a bad key is used during decryption.')
}

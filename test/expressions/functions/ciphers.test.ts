import { createCipheriv, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aesDecrypted, aesEncrypted } from '../../../lib/expressions/functions/crypto/aes-cipher.ts'
import { hmacDigest } from '../../../lib/expressions/functions/crypto/hmac-digest.ts'

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const text = fc.uint8Array({ maxLength: 70 })
const key = fc.oneof(bytes(16), bytes(24), bytes(32))

/** What Node encrypts, with the vector in front. */
function byNode(mode: 'ecb' | 'cbc' | 'gcm', input: Uint8Array, by: Uint8Array, iv: Uint8Array, aad: Uint8Array) {
  const name = `aes-${by.length * 8}-${mode}`
  if (mode !== 'gcm') {
    const cipher = createCipheriv(name, by, mode === 'ecb' ? null : iv)
    return Buffer.concat([iv, cipher.update(input), cipher.final()])
  }
  const cipher = createCipheriv(name as 'aes-128-gcm', by, iv)
  cipher.setAAD(aad)
  return Buffer.concat([iv, cipher.update(input), cipher.final(), cipher.getAuthTag()])
}

test.each([
  ['ECB', 'ecb', 0],
  ['CBC', 'cbc', 16],
  ['GCM', 'gcm', 12],
] as const)('AES in mode %s encrypts as Node does, and decrypts again', (mode, nodeMode, ivLength) => {
  fc.assert(
    fc.property(text, key, bytes(ivLength), text, (input, by, iv, extra) => {
      const aad = mode === 'GCM' ? extra : new Uint8Array(0)
      const made = aesEncrypted(input, by, mode, 'DEFAULT', iv, aad)
      expect(Buffer.from(made).equals(byNode(nodeMode, input, by, iv, aad))).toBe(true)
      expect(aesDecrypted(made, by, mode, 'DEFAULT', aad)).toEqual(input)
    }),
    { numRuns: 60 },
  )
})

test('GCM refuses a text of which one bit was changed', () => {
  fc.assert(
    fc.property(text, bytes(16), bytes(12), fc.nat(), (input, by, iv, at) => {
      const made = aesEncrypted(input, by, 'GCM', 'DEFAULT', iv)
      const bit = at % (8 * made.length)
      made[bit >> 3] = (made[bit >> 3] as number) ^ (1 << (bit & 7))
      expect(() => aesDecrypted(made, by)).toThrow('Tag mismatch!')
    }),
    { numRuns: 60 },
  )
})

test('without an initialization vector each text gets another', () => {
  const once = () => aesEncrypted(new Uint8Array(5), new Uint8Array(16)).join()
  expect(once()).not.toBe(once())
})

test.each([
  ['SHA-224', 'sha224'],
  ['SHA-256', 'sha256'],
  ['SHA-384', 'sha384'],
  ['SHA-512', 'sha512'],
  ['SHA-1', 'sha1'],
  ['MD5', 'md5'],
])('HMAC with %s is that of Node', (name, nodeName) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 140 }), text, (by, message) => {
      const wanted = createHmac(nodeName, by).update(message).digest()
      expect(Buffer.from(hmacDigest(by, message, name) as Uint8Array).equals(wanted)).toBe(true)
    }),
    { numRuns: 40 },
  )
})

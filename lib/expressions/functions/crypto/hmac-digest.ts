/** HMAC (RFC 2104) over the digests that the package has. */
import { md5Hex } from '../hash/md5.ts'
import { sha1Hex } from '../hash/sha1.ts'
import { sha2Hex } from '../hash/sha2.ts'

interface Digest {
  /** Bytes that it takes at once. */
  readonly block: 64 | 128
  hex(bytes: Uint8Array): string
}

const sha2 = (bits: number): Digest => ({
  block: bits > 256 ? 128 : 64,
  hex: (bytes) => sha2Hex(bytes, bits) as string,
})

const digests: ReadonlyMap<string, Digest> = new Map([
  ['SHA224', sha2(224)],
  ['SHA256', sha2(256)],
  ['SHA384', sha2(384)],
  ['SHA512', sha2(512)],
  ['SHA1', { block: 64, hex: sha1Hex }],
  ['MD5', { block: 64, hex: md5Hex }],
])

function digestOf(digest: Digest, ...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  const text = digest.hex(bytes)
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16))
}

/** @returns undefined for an algorithm that there is not */
export function hmacDigest(key: Uint8Array, message: Uint8Array, algorithm: string): Uint8Array | undefined {
  const digest = digests.get(algorithm.toUpperCase().replace(/^SHA-/, 'SHA'))
  if (!digest) return undefined
  const padded = new Uint8Array(digest.block)
  padded.set(key.length > digest.block ? digestOf(digest, key) : key)
  const inner = digestOf(
    digest,
    padded.map((byte) => byte ^ 0x36),
    message,
  )
  return digestOf(
    digest,
    padded.map((byte) => byte ^ 0x5c),
    inner,
  )
}

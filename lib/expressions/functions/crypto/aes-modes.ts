/** ECB and CBC with PKCS #7 padding, and GCM with a tag of 16 bytes (NIST SP 800-38A and 800-38D). */
import { AesKey } from './aes-block.ts'

const size = 16

/** Text behind which block follows block, each mixed with the one before it. */
export function encryptBlocks(text: Uint8Array, key: Uint8Array, iv: Uint8Array | undefined): Uint8Array {
  const cipher = new AesKey(key)
  const padding = size - (text.length % size)
  const made = new Uint8Array(text.length + padding).fill(padding, text.length)
  made.set(text)
  let before = iv
  for (let at = 0; at < made.length; at += size) {
    const block = made.subarray(at, at + size)
    if (before) mix(block, before)
    cipher.encrypt(block)
    if (iv) before = block
  }
  return made
}

/** The text; undefined when its padding is wrong. @param made a multiple of 16 bytes */
export function decryptBlocks(made: Uint8Array, key: Uint8Array, iv: Uint8Array | undefined): Uint8Array | undefined {
  if (made.length === 0) return made
  const cipher = new AesKey(key)
  const text = made.slice()
  for (let at = 0; at < text.length; at += size) {
    const block = text.subarray(at, at + size)
    cipher.decrypt(block)
    if (iv) mix(block, at === 0 ? iv : made.subarray(at - size, at))
  }
  const padding = text[text.length - 1] as number
  if (padding < 1 || padding > size) return undefined
  for (let at = text.length - padding; at < text.length; at++) if (text[at] !== padding) return undefined
  return text.slice(0, text.length - padding)
}

function mix(into: Uint8Array, other: Uint8Array): void {
  for (let at = 0; at < into.length; at++) into[at] = (into[at] as number) ^ (other[at] as number)
}

/** The text encrypted, with its tag behind. @param iv 12 bytes */
export function encryptGcm(text: Uint8Array, key: Uint8Array, iv: Uint8Array, aad: Uint8Array): Uint8Array {
  const cipher = new AesKey(key)
  const made = new Uint8Array(text.length + size)
  made.set(text)
  const body = made.subarray(0, text.length)
  count(cipher, iv, body)
  made.set(tagOf(cipher, iv, body, aad), text.length)
  return made
}

/** The text; undefined when the tag is not that of the rest. @param made at least 16 bytes */
export function decryptGcm(made: Uint8Array, key: Uint8Array, iv: Uint8Array, aad: Uint8Array): Uint8Array | undefined {
  const cipher = new AesKey(key)
  const text = made.slice(0, made.length - size)
  const tag = tagOf(cipher, iv, text, aad)
  let difference = 0
  for (let at = 0; at < size; at++) difference |= (tag[at] as number) ^ (made[text.length + at] as number)
  if (difference !== 0) return undefined
  count(cipher, iv, text)
  return text
}

/** Counter mode over the text in place, from counter 2. */
function count(cipher: AesKey, iv: Uint8Array, text: Uint8Array): void {
  for (let at = 0, counter = 2; at < text.length; at += size, counter++) {
    mix(text.subarray(at, at + size), counterBlock(cipher, iv, counter))
  }
}

function counterBlock(cipher: AesKey, iv: Uint8Array, counter: number): Uint8Array {
  const block = new Uint8Array(size)
  block.set(iv)
  new DataView(block.buffer).setUint32(12, counter)
  cipher.encrypt(block)
  return block
}

/** GHASH over what is authenticated and the encrypted text, encrypted with counter 1. */
function tagOf(cipher: AesKey, iv: Uint8Array, text: Uint8Array, aad: Uint8Array): Uint8Array {
  const hashKey = new Uint8Array(size)
  cipher.encrypt(hashKey)
  const factor = wordsOf(hashKey)
  const sum = new Int32Array(4)
  for (const part of [aad, text]) {
    for (let at = 0; at < part.length; at += size) {
      const block = new Uint8Array(size)
      block.set(part.subarray(at, at + size))
      absorb(sum, wordsOf(block), factor)
    }
  }
  const lengths = new DataView(new ArrayBuffer(size))
  lengths.setBigUint64(0, BigInt(aad.length) * 8n)
  lengths.setBigUint64(8, BigInt(text.length) * 8n)
  absorb(sum, wordsOf(new Uint8Array(lengths.buffer)), factor)
  const tag = new DataView(new ArrayBuffer(size))
  sum.forEach((word, at) => tag.setInt32(4 * at, word))
  const bytes = new Uint8Array(tag.buffer)
  mix(bytes, counterBlock(cipher, iv, 1))
  return bytes
}

function wordsOf(block: Uint8Array): Int32Array {
  const view = new DataView(block.buffer, block.byteOffset, size)
  return Int32Array.of(view.getInt32(0), view.getInt32(4), view.getInt32(8), view.getInt32(12))
}

/** sum = (sum + block) × factor in GF(2^128), whose bits GCM writes from the left. */
function absorb(sum: Int32Array, block: Int32Array, factor: Int32Array): void {
  let [a = 0, b = 0, c = 0, d = 0] = factor
  const product = new Int32Array(4)
  for (let bit = 0; bit < 128; bit++) {
    const word = (sum[bit >> 5] as number) ^ (block[bit >> 5] as number)
    const taken = -((word >>> (31 - (bit & 31))) & 1)
    product[0] = (product[0] as number) ^ (a & taken)
    product[1] = (product[1] as number) ^ (b & taken)
    product[2] = (product[2] as number) ^ (c & taken)
    product[3] = (product[3] as number) ^ (d & taken)
    const carried = -(d & 1)
    d = (d >>> 1) | (c << 31)
    c = (c >>> 1) | (b << 31)
    b = (b >>> 1) | (a << 31)
    a = (a >>> 1) ^ (carried & 0xe1000000)
  }
  sum.set(product)
}

/** SHA-1 (FIPS 180-4). */
import { hexOf, paddedBlocks } from './padded-blocks.ts'

const rotate = (value: number, bits: number) => (value << bits) | (value >>> (32 - bits))
const constants = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6]

/** Hexadecimal digest. */
export function sha1Hex(bytes: Uint8Array): string {
  const view = paddedBlocks(bytes, 64, false)
  const state = new Int32Array([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0])
  const words = new Int32Array(80)
  for (let block = 0; block < view.byteLength; block += 64) {
    for (let i = 0; i < 16; i++) words[i] = view.getInt32(block + i * 4)
    for (let i = 16; i < 80; i++) {
      words[i] = rotate(
        (words[i - 3] as number) ^ (words[i - 8] as number) ^ (words[i - 14] as number) ^ (words[i - 16] as number),
        1,
      )
    }
    addBlock(state, words)
  }
  const digest = new DataView(new ArrayBuffer(20))
  state.forEach((word, at) => digest.setInt32(at * 4, word))
  return hexOf(new Uint8Array(digest.buffer))
}

function addBlock(state: Int32Array, words: Int32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = state
  for (let i = 0; i < 80; i++) {
    const group = Math.floor(i / 20)
    const f = group === 0 ? (b & c) | (~b & d) : group === 2 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d
    const next = (rotate(a, 5) + f + e + (constants[group] as number) + (words[i] as number)) | 0
    e = d
    d = c
    c = rotate(b, 30)
    b = a
    a = next
  }
  for (const [at, value] of [a, b, c, d, e].entries()) state[at] = (state[at] as number) + value
}

/** MD5 (RFC 1321). `node:crypto` is not for this layer: the engine has to run where there is no Node. */
import { hexOf, paddedBlocks } from './padded-blocks.ts'

const shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]
const sines = Int32Array.from({ length: 64 }, (_, at) => Math.floor(Math.abs(Math.sin(at + 1)) * 2 ** 32) | 0)

/** Hexadecimal digest. */
export function md5Hex(bytes: Uint8Array): string {
  const view = paddedBlocks(bytes, 64, true)
  const state = new Int32Array([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476])
  for (let block = 0; block < view.byteLength; block += 64) addBlock(state, view, block)
  const digest = new DataView(new ArrayBuffer(16))
  state.forEach((word, at) => digest.setInt32(at * 4, word, true))
  return hexOf(new Uint8Array(digest.buffer))
}

function addBlock(state: Int32Array, view: DataView, block: number): void {
  let [a = 0, b = 0, c = 0, d = 0] = state
  for (let i = 0; i < 64; i++) {
    const group = i >> 4
    const f =
      group === 0 ? (b & c) | (~b & d) : group === 1 ? (d & b) | (~d & c) : group === 2 ? b ^ c ^ d : c ^ (b | ~d)
    const word = group === 0 ? i : group === 1 ? (5 * i + 1) % 16 : group === 2 ? (3 * i + 5) % 16 : (7 * i) % 16
    const sum = (a + f + (sines[i] as number) + view.getInt32(block + word * 4, true)) | 0
    const shift = shifts[group * 4 + (i % 4)] as number
    a = d
    d = c
    c = b
    b = (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0
  }
  state[0] = (state[0] as number) + a
  state[1] = (state[1] as number) + b
  state[2] = (state[2] as number) + c
  state[3] = (state[3] as number) + d
}

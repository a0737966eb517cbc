/** SHA-2 (FIPS 180-4): SHA-224 and SHA-256 on 32-bit words, SHA-384 and SHA-512 on 64-bit ones. */
import { hexOf, paddedBlocks } from './padded-blocks.ts'

/** The first `count` primes. */
function primes(count: number): readonly number[] {
  const found: number[] = []
  for (let candidate = 2; found.length < count; candidate++)
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate)
  return found
}

/** Whole part of the nth root of a big number (Newton). */
function root(value: bigint, n: bigint): bigint {
  let guess = 1n << BigInt(Math.ceil(value.toString(2).length / Number(n)))
  for (;;) {
    const next = ((n - 1n) * guess + value / guess ** (n - 1n)) / n
    if (next >= guess) return guess
    guess = next
  }
}

/** The first 64 bits behind the point of a prime's square or cube root: what the standard takes as constants. */
const fractions = (count: number, n: 2n | 3n) =>
  primes(count).map((prime) => BigInt.asUintN(64, root(BigInt(prime) << (64n * n), n)))

interface Variant {
  readonly wide: boolean
  readonly initial: readonly bigint[]
  /** Bytes of the digest. */
  readonly size: number
}

interface Tables {
  readonly cube: readonly bigint[]
  readonly variants: ReadonlyMap<number, Variant>
}

let made: Tables | undefined

/** Computed at the first use, so that loading costs nothing. */
function tables(): Tables {
  if (made) return made
  const square = fractions(16, 2n)
  const low = (words: readonly bigint[]) => words.map((word) => word & 0xffffffffn)
  const high = (words: readonly bigint[]) => words.map((word) => word >> 32n)
  made = {
    cube: fractions(80, 3n),
    variants: new Map<number, Variant>([
      [224, { wide: false, initial: low(square.slice(8)), size: 28 }],
      [256, { wide: false, initial: high(square.slice(0, 8)), size: 32 }],
      [384, { wide: true, initial: square.slice(8), size: 48 }],
      [512, { wide: true, initial: square.slice(0, 8), size: 64 }],
    ]),
  }
  return made
}

/** Hexadecimal digest of 224, 256, 384 or 512 bits; undefined for another number. */
export function sha2Hex(bytes: Uint8Array, bits: number): string | undefined {
  const { cube, variants } = tables()
  const variant = variants.get(bits)
  if (!variant) return undefined
  const digest = variant.wide ? wideDigest(bytes, variant.initial, cube) : narrowDigest(bytes, variant.initial, cube)
  return hexOf(digest.subarray(0, variant.size))
}

const rotate = (value: number, bits: number) => (value >>> bits) | (value << (32 - bits))

function narrowDigest(bytes: Uint8Array, initial: readonly bigint[], cube: readonly bigint[]): Uint8Array {
  const view = paddedBlocks(bytes, 64, false)
  const state = Int32Array.from(initial, Number)
  const constants = Int32Array.from(cube.slice(0, 64), (word) => Number(word >> 32n))
  const w = new Int32Array(64)
  for (let block = 0; block < view.byteLength; block += 64) {
    for (let i = 0; i < 16; i++) w[i] = view.getInt32(block + i * 4)
    for (let i = 16; i < 64; i++) {
      const [x, y] = [w[i - 15] as number, w[i - 2] as number]
      const s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3)
      const s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10)
      w[i] = (w[i - 16] as number) + s0 + (w[i - 7] as number) + s1
    }
    addNarrow(state, w, constants)
  }
  const digest = new DataView(new ArrayBuffer(32))
  state.forEach((word, at) => digest.setInt32(at * 4, word))
  return new Uint8Array(digest.buffer)
}

function addNarrow(state: Int32Array, w: Int32Array, constants: Int32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (let i = 0; i < 64; i++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (constants[i] as number) + (w[i] as number)) | 0
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  for (const [at, value] of [a, b, c, d, e, f, g, h].entries()) state[at] = (state[at] as number) + value
}

const u64 = (value: bigint) => BigInt.asUintN(64, value)
const rotateWide = (value: bigint, bits: bigint) => (value >> bits) | u64(value << (64n - bits))

function wideDigest(bytes: Uint8Array, initial: readonly bigint[], constants: readonly bigint[]): Uint8Array {
  const view = paddedBlocks(bytes, 128, false)
  const state = [...initial]
  const w = new Array<bigint>(80).fill(0n)
  for (let block = 0; block < view.byteLength; block += 128) {
    for (let i = 0; i < 16; i++) w[i] = view.getBigUint64(block + i * 8)
    for (let i = 16; i < 80; i++) {
      const [x, y] = [w[i - 15] as bigint, w[i - 2] as bigint]
      const s0 = rotateWide(x, 1n) ^ rotateWide(x, 8n) ^ (x >> 7n)
      const s1 = rotateWide(y, 19n) ^ rotateWide(y, 61n) ^ (y >> 6n)
      w[i] = u64((w[i - 16] as bigint) + s0 + (w[i - 7] as bigint) + s1)
    }
    addWide(state, w, constants)
  }
  const digest = new DataView(new ArrayBuffer(64))
  state.forEach((word, at) => digest.setBigUint64(at * 8, word))
  return new Uint8Array(digest.buffer)
}

function addWide(state: bigint[], w: readonly bigint[], constants: readonly bigint[]): void {
  let [a = 0n, b = 0n, c = 0n, d = 0n, e = 0n, f = 0n, g = 0n, h = 0n] = state
  for (let i = 0; i < 80; i++) {
    const s1 = rotateWide(e, 14n) ^ rotateWide(e, 18n) ^ rotateWide(e, 41n)
    const t1 = u64(h + s1 + ((e & f) ^ (u64(~e) & g)) + (constants[i] as bigint) + (w[i] as bigint))
    const s0 = rotateWide(a, 28n) ^ rotateWide(a, 34n) ^ rotateWide(a, 39n)
    const t2 = u64(s0 + ((a & b) ^ (a & c) ^ (b & c)))
    h = g
    g = f
    f = e
    e = u64(d + t1)
    d = c
    c = b
    b = a
    a = u64(t1 + t2)
  }
  for (const [at, value] of [a, b, c, d, e, f, g, h].entries()) state[at] = u64((state[at] as bigint) + value)
}

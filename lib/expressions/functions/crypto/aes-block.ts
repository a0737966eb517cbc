/** The AES block cipher (FIPS 197). `node:crypto` is not for this layer: the engine has to run where there is no Node. */

interface Tables {
  readonly forward: Uint8Array
  readonly inverse: Uint8Array
}

let made: Tables | undefined

/** A product with x in GF(2^8). */
const doubled = (value: number) => ((value << 1) ^ (value & 0x80 ? 0x11b : 0)) & 0xff

const turned = (value: number, bits: number) => ((value << bits) | (value >> (8 - bits))) & 0xff

/** The substitution of bytes and its inverse, computed at the first use: inverses by powers of the generator 3. */
function tables(): Tables {
  if (made) return made
  const powers = new Uint8Array(255)
  const logs = new Uint8Array(256)
  for (let at = 0, value = 1; at < 255; at++) {
    powers[at] = value
    logs[value] = at
    value ^= doubled(value)
  }
  const forward = new Uint8Array(256)
  const inverse = new Uint8Array(256)
  for (let value = 0; value < 256; value++) {
    const b = value === 0 ? 0 : (powers[(255 - (logs[value] as number)) % 255] as number)
    const mapped = b ^ turned(b, 1) ^ turned(b, 2) ^ turned(b, 3) ^ turned(b, 4) ^ 0x63
    forward[value] = mapped
    inverse[mapped] = value
  }
  made = { forward, inverse }
  return made
}

/** A key made ready for both directions. Blocks are of 16 bytes. */
export class AesKey {
  readonly #rounds: number
  readonly #words: Uint8Array

  /** @param key 16, 24 or 32 bytes */
  constructor(key: Uint8Array) {
    this.#rounds = key.length / 4 + 6
    this.#words = expanded(key, 16 * (this.#rounds + 1))
  }

  /** Encrypts the block in place. */
  encrypt(block: Uint8Array): void {
    const { forward } = tables()
    this.#addKey(block, 0)
    for (let round = 1; round <= this.#rounds; round++) {
      for (let at = 0; at < 16; at++) block[at] = forward[block[at] as number] as number
      shiftRows(block, 1)
      if (round < this.#rounds) mixColumns(block)
      this.#addKey(block, round)
    }
  }

  /** Decrypts the block in place. */
  decrypt(block: Uint8Array): void {
    const { inverse } = tables()
    for (let round = this.#rounds; round >= 1; round--) {
      this.#addKey(block, round)
      if (round < this.#rounds) unmixColumns(block)
      shiftRows(block, 3)
      for (let at = 0; at < 16; at++) block[at] = inverse[block[at] as number] as number
    }
    this.#addKey(block, 0)
  }

  #addKey(block: Uint8Array, round: number): void {
    for (let at = 0; at < 16; at++) block[at] = (block[at] as number) ^ (this.#words[16 * round + at] as number)
  }
}

function expanded(key: Uint8Array, size: number): Uint8Array {
  const { forward } = tables()
  const words = new Uint8Array(size)
  words.set(key)
  let constant = 1
  for (let at = key.length; at < size; at += 4) {
    const last = words.slice(at - 4, at)
    if (at % key.length === 0) {
      last.set([last[1] as number, last[2] as number, last[3] as number, last[0] as number])
      for (let i = 0; i < 4; i++) last[i] = forward[last[i] as number] as number
      last[0] = (last[0] as number) ^ constant
      constant = doubled(constant)
    } else if (key.length === 32 && at % 32 === 16) {
      for (let i = 0; i < 4; i++) last[i] = forward[last[i] as number] as number
    }
    for (let i = 0; i < 4; i++) words[at + i] = (words[at + i - key.length] as number) ^ (last[i] as number)
  }
  return words
}

const row = new Uint8Array(4)

/** Turns row r of the 4 × 4 bytes, which lie by column, to the left by r times so many places. */
function shiftRows(block: Uint8Array, times: 1 | 3): void {
  for (let r = 1; r < 4; r++) {
    for (let c = 0; c < 4; c++) row[c] = block[4 * ((c + r * times) % 4) + r] as number
    for (let c = 0; c < 4; c++) block[4 * c + r] = row[c] as number
  }
}

function mixColumns(block: Uint8Array): void {
  for (let at = 0; at < 16; at += 4) {
    const [a, b, c, d] = [block[at], block[at + 1], block[at + 2], block[at + 3]] as [number, number, number, number]
    const all = a ^ b ^ c ^ d
    block[at] = a ^ all ^ doubled(a ^ b)
    block[at + 1] = b ^ all ^ doubled(b ^ c)
    block[at + 2] = c ^ all ^ doubled(c ^ d)
    block[at + 3] = d ^ all ^ doubled(d ^ a)
  }
}

/** The inverse is a simpler product with (5, 0, 4, 0), then the same mix. */
function unmixColumns(block: Uint8Array): void {
  for (let at = 0; at < 16; at += 4) {
    const even = doubled(doubled((block[at] as number) ^ (block[at + 2] as number)))
    const odd = doubled(doubled((block[at + 1] as number) ^ (block[at + 3] as number)))
    block[at] = (block[at] as number) ^ even
    block[at + 1] = (block[at + 1] as number) ^ odd
    block[at + 2] = (block[at + 2] as number) ^ even
    block[at + 3] = (block[at + 3] as number) ^ odd
  }
  mixColumns(block)
}

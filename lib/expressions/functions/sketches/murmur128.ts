/**
 * MurmurHash3 (x64, 128 bits) by 32-bit words: what the sketches of Apache DataSketches know values by. The hash of a
 * value is left in `murmurWords`; no bigint is made.
 */

/** The last hash: first half high word, low word, then the second half's. */
export const murmurWords = new Int32Array(4)

/** The seed with which all sketches hash. */
const seed = 9001

/** The accumulator, between steps. */
let high = 0
let low = 0

/** high:low × these words. */
function multiply(byHigh: number, byLow: number): void {
  const a1 = low >>> 16
  const a0 = low & 0xffff
  const b1 = byLow >>> 16
  const b0 = byLow & 0xffff
  const middle = a1 * b0 + ((a0 * b0) >>> 16)
  const other = (middle & 0xffff) + a0 * b1
  const carry = a1 * b1 + (middle >>> 16) + (other >>> 16)
  high = (carry + Math.imul(high, byLow) + Math.imul(low, byHigh)) | 0
  low = Math.imul(low, byLow)
}

/** high:low + these words. */
function plus(otherHigh: number, otherLow: number): void {
  const sum = (low >>> 0) + (otherLow >>> 0)
  low = sum | 0
  high = (high + otherHigh + (sum > 0xffffffff ? 1 : 0)) | 0
}

/** Turns left by fewer than 32 bits. */
function rotate(bits: number): void {
  const turned = (high << bits) | (low >>> (32 - bits))
  low = (low << bits) | (high >>> (32 - bits))
  high = turned
}

function swap(): void {
  const kept = high
  high = low
  low = kept
}

/** Mixes a word of the first half. */
function mixFirst(): void {
  multiply(0x87c37b91, 0x114253d5)
  rotate(31)
  multiply(0x4cf5ad43, 0x2745937f)
}

/** Mixes a word of the second half. */
function mixSecond(): void {
  multiply(0x4cf5ad43, 0x2745937f)
  swap()
  rotate(1)
  multiply(0x87c37b91, 0x114253d5)
}

function finish(): void {
  low ^= high >>> 1
  multiply(0xff51afd7, 0xed558ccd)
  low ^= high >>> 1
  multiply(0xc4ceb9fe, 0x1a85ec53)
  low ^= high >>> 1
}

/** Halves of the state. */
let firstHigh = 0
let firstLow = 0
let secondHigh = 0
let secondLow = 0

function block(view: DataView, at: number): void {
  low = view.getInt32(at, true)
  high = view.getInt32(at + 4, true)
  mixFirst()
  high ^= firstHigh
  low ^= firstLow
  rotate(27)
  plus(secondHigh, secondLow)
  multiply(0, 5)
  plus(0, 0x52dce729)
  firstHigh = high
  firstLow = low
  low = view.getInt32(at + 8, true)
  high = view.getInt32(at + 12, true)
  mixSecond()
  high ^= secondHigh
  low ^= secondLow
  rotate(31)
  plus(firstHigh, firstLow)
  multiply(0, 5)
  plus(0, 0x38495ab5)
  secondHigh = high
  secondLow = low
}

/** Up to eight bytes as one number, the first lowest. */
function partial(view: DataView, from: number, to: number): void {
  low = 0
  high = 0
  for (let at = to - 1; at >= from; at--) {
    high = (high << 8) | (low >>> 24)
    low = (low << 8) | view.getUint8(at)
  }
}

function close(length: number): void {
  high = firstHigh
  low = firstLow ^ length
  plus(secondHigh, secondLow ^ length)
  firstHigh = high
  firstLow = low
  // The second half takes the sum of both.
  high = secondHigh
  low = secondLow ^ length
  plus(firstHigh, firstLow)
  finish()
  secondHigh = high
  secondLow = low
  high = firstHigh
  low = firstLow
  finish()
  plus(secondHigh, secondLow)
  murmurWords[0] = high
  murmurWords[1] = low
  plus(secondHigh, secondLow)
  murmurWords[2] = high
  murmurWords[3] = low
}

/** Hashes a run of bytes. */
export function murmurRun(view: DataView, offset: number, length: number): void {
  firstHigh = 0
  firstLow = seed
  secondHigh = 0
  secondLow = seed
  const whole = length - (length % 16)
  for (let at = 0; at < whole; at += 16) block(view, offset + at)
  if (length - whole > 8) {
    partial(view, offset + whole + 8, offset + length)
    mixSecond()
    secondHigh ^= high
    secondLow ^= low
  }
  if (length > whole) {
    partial(view, offset + whole, offset + Math.min(length, whole + 8))
    mixFirst()
    firstHigh ^= high
    firstLow ^= low
  }
  close(length)
}

/** Hashes a 64-bit number: its eight bytes, the lowest first. */
export function murmurLong(longHigh: number, longLow: number): void {
  high = longHigh
  low = longLow
  mixFirst()
  firstHigh = high
  firstLow = low ^ seed
  secondHigh = 0
  secondLow = seed
  close(8)
}

/** The low word of a 64-bit number after the last steps of the hash: how tables of DataSketches spread Java's hash codes. */
export function finishedLow(longHigh: number, longLow: number): number {
  high = longHigh
  low = longLow
  finish()
  return low
}

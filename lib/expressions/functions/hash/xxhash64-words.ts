/**
 * XXH64 as in xxhash64.ts, by 32-bit words: no bigint per value, for loops over columns. A function leaves its result in
 * `hashWords`: high word at 0, low word at 1.
 */

/** The last hash. */
export const hashWords = new Int32Array(2)

/** The accumulator, between steps. */
let high = 0
let low = 0

const prime1High = 0x9e3779b1
const prime1Low = 0x85ebca87
const prime2High = 0xc2b2ae3d
const prime2Low = 0x27d4eb4f
const prime3High = 0x165667b1
const prime3Low = 0x9e3779f9
const prime4High = 0x85ebca77
const prime4Low = 0xc2b2ae63
const prime5High = 0x27d4eb2f
const prime5Low = 0x165667c5

/** high:low × these words. */
function multiply(byHigh: number, byLow: number): void {
  const [a1, a0, b1, b0] = [low >>> 16, low & 0xffff, byLow >>> 16, byLow & 0xffff]
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

function finish(): void {
  // hash ^= hash >>> 33
  low ^= high >>> 1
  multiply(prime2High, prime2Low)
  // hash ^= hash >>> 29
  const shifted = (low >>> 29) | (high << 3)
  low ^= shifted
  high ^= high >>> 29
  multiply(prime3High, prime3Low)
  // hash ^= hash >>> 32
  low ^= high
  hashWords[0] = high
  hashWords[1] = low
}

/** One lane's step over eight bytes: `rotate(lane + input · prime2, 31) · prime1`, the lane being the accumulator. */
function round(inputHigh: number, inputLow: number): void {
  const [laneHigh, laneLow] = [high, low]
  high = inputHigh
  low = inputLow
  multiply(prime2High, prime2Low)
  plus(laneHigh, laneLow)
  rotate(31)
  multiply(prime1High, prime1Low)
}

function mixEight(inputHigh: number, inputLow: number): void {
  const [hashHigh, hashLow] = [high, low]
  high = 0
  low = 0
  round(inputHigh, inputLow)
  high ^= hashHigh
  low ^= hashLow
  rotate(27)
  multiply(prime1High, prime1Low)
  plus(prime4High, prime4Low)
}

function mixFour(input: number): void {
  const [hashHigh, hashLow] = [high, low]
  high = 0
  low = input
  multiply(prime1High, prime1Low)
  high ^= hashHigh
  low ^= hashLow
  rotate(23)
  multiply(prime2High, prime2Low)
  plus(prime3High, prime3Low)
}

function mixOne(byte: number): void {
  const [hashHigh, hashLow] = [high, low]
  high = 0
  low = byte
  multiply(prime5High, prime5Low)
  high ^= hashHigh
  low ^= hashLow
  rotate(11)
  multiply(prime1High, prime1Low)
}

/** @param seed a number below 2^32 */
function start(seed: number, length: number): void {
  high = 0
  low = seed
  plus(prime5High, prime5Low)
  plus(0, length)
}

/** Hash of a 32-bit integer. @param seed a number below 2^32 */
export function hashInt(value: number, seed: number): void {
  start(seed, 4)
  mixFour(value)
  finish()
}

/** Hash of a 64-bit integer by its words. */
export function hashLong(valueHigh: number, valueLow: number, seed: number): void {
  start(seed, 8)
  mixEight(valueHigh, valueLow)
  finish()
}

const lanes = new Int32Array(8)

/** Hash of `length` bytes. */
export function hashRun(view: DataView, from: number, length: number, seed: number): void {
  let at = from
  const end = from + length
  if (length < 32) start(seed, length)
  else {
    at = longRun(view, from, length, seed)
    plus(0, length)
  }
  for (; at + 8 <= end; at += 8) mixEight(view.getInt32(at + 4, true), view.getInt32(at, true))
  if (at + 4 <= end) {
    mixFour(view.getInt32(at, true))
    at += 4
  }
  for (; at < end; at++) mixOne(view.getUint8(at))
  finish()
}

/** Takes 32 bytes at a time through four lanes; gives the offset of the rest. */
function longRun(view: DataView, from: number, length: number, seed: number): number {
  startLane(0, seed, prime1High, prime1Low)
  high = lanes[0] as number
  low = lanes[1] as number
  plus(prime2High, prime2Low)
  keepLane(0)
  startLane(1, seed, prime2High, prime2Low)
  startLane(2, seed, 0, 0)
  // seed − prime1
  startLane(3, seed, ~prime1High, ~prime1Low)
  takeLane(3)
  plus(0, 1)
  keepLane(3)
  let at = from
  for (; at + 32 <= from + length; at += 32) {
    for (let lane = 0; lane < 4; lane++) {
      takeLane(lane)
      round(view.getInt32(at + 8 * lane + 4, true), view.getInt32(at + 8 * lane, true))
      keepLane(lane)
    }
  }
  mergeLanes()
  return at
}

function startLane(lane: number, seed: number, addHigh: number, addLow: number): void {
  high = 0
  low = seed
  plus(addHigh, addLow)
  keepLane(lane)
}

function takeLane(lane: number): void {
  high = lanes[2 * lane] as number
  low = lanes[2 * lane + 1] as number
}

function keepLane(lane: number): void {
  lanes[2 * lane] = high
  lanes[2 * lane + 1] = low
}

const turns = [1, 7, 12, 18]

function mergeLanes(): void {
  let sumHigh = 0
  let sumLow = 0
  for (let lane = 0; lane < 4; lane++) {
    takeLane(lane)
    rotate(turns[lane] as number)
    plus(sumHigh, sumLow)
    sumHigh = high
    sumLow = low
  }
  for (let lane = 0; lane < 4; lane++) {
    high = 0
    low = 0
    round(lanes[2 * lane] as number, lanes[2 * lane + 1] as number)
    high ^= sumHigh
    low ^= sumLow
    multiply(prime1High, prime1Low)
    plus(prime4High, prime4Low)
    sumHigh = high
    sumLow = low
  }
}

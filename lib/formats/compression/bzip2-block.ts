/** One block of a bzip2 stream: Huffman codes, move to front, Burrows-Wheeler, runs. */
import type { BitReader } from './bit-reader.ts'
import { bzip2Crc } from './bzip2-crc.ts'

/** Symbols that one Huffman table serves before the next selector. */
export const groupSize = 50
const longestCode = 20

/** Where a block breaks a rule of the format. */
const corrupt = (what: string): Error => new Error(`bad block of bzip2: ${what}`)

/** Canonical codes of one table, by length. */
interface CodeTable {
  /** The largest code of each length, -1 where there is none. */
  readonly limits: Int32Array
  /** What is taken off a code of each length to find its place in `symbols`. */
  readonly bases: Int32Array
  readonly symbols: Uint16Array
  readonly shortest: number
}

/**
 * Reads a block behind its magic number.
 *
 * @param most bytes a block of this stream may hold, by its level
 * @returns the bytes and their checksum, which has been checked
 */
export function readBlock(bits: BitReader, most: number): { readonly bytes: Uint8Array; readonly crc: number } {
  const crc = bits.read(16) * 65_536 + bits.read(16)
  if (bits.read(1) === 1) throw corrupt('it is randomised, which bzip2 no longer writes')
  const origin = bits.read(24)
  const { last, counts, length } = readSymbols(bits, most)
  if (origin >= length) throw corrupt('its origin lies behind its end')
  const bytes = withoutRuns(last, counts, length, origin)
  if (bzip2Crc(bytes) !== (crc | 0)) throw corrupt('its checksum is another')
  return { bytes, crc: crc | 0 }
}

function readUsed(bits: BitReader): Uint8Array {
  const groups = bits.read(16)
  const used: number[] = []
  for (let group = 0; group < 16; group++) {
    if ((groups & (0x8000 >>> group)) === 0) continue
    const bytes = bits.read(16)
    for (let at = 0; at < 16; at++) if ((bytes & (0x8000 >>> at)) !== 0) used.push(16 * group + at)
  }
  if (used.length === 0) throw corrupt('it uses no byte')
  return Uint8Array.from(used)
}

function readSelectors(bits: BitReader, tables: number): Uint8Array {
  const selectors = new Uint8Array(bits.read(15))
  if (selectors.length === 0) throw corrupt('it has no selector')
  const order = [0, 1, 2, 3, 4, 5]
  for (let at = 0; at < selectors.length; at++) {
    let place = 0
    while (bits.read(1) === 1) if (++place >= tables) throw corrupt('a selector of no table')
    const [selected = 0] = order.splice(place, 1)
    order.unshift(selected)
    selectors[at] = selected
  }
  return selectors
}

function readTable(bits: BitReader, symbols: number): CodeTable {
  const lengths = new Uint8Array(symbols)
  let length = bits.read(5)
  for (let symbol = 0; symbol < symbols; symbol++) {
    while (bits.read(1) === 1) length += bits.read(1) === 1 ? -1 : 1
    if (length < 1 || length > longestCode) throw corrupt('a code of no length')
    lengths[symbol] = length
  }
  return codeTable(lengths)
}

function codeTable(lengths: Uint8Array): CodeTable {
  const limits = new Int32Array(longestCode + 1).fill(-1)
  const bases = new Int32Array(longestCode + 1)
  const symbols = new Uint16Array(lengths.length)
  let shortest = longestCode
  let code = 0
  let at = 0
  for (let length = 1; length <= longestCode; length++) {
    code <<= 1
    bases[length] = code - at
    const first = at
    for (let symbol = 0; symbol < lengths.length; symbol++) if (lengths[symbol] === length) symbols[at++] = symbol
    if (at === first) continue
    shortest = Math.min(shortest, length)
    code += at - first
    limits[length] = code - 1
  }
  return { limits, bases, symbols, shortest }
}

function readSymbol(bits: BitReader, table: CodeTable): number {
  let length = table.shortest
  let code = bits.read(length)
  while (code > (table.limits[length] as number)) {
    if (++length > longestCode) throw corrupt('no such code')
    code = (code << 1) | bits.read(1)
  }
  return table.symbols[code - (table.bases[length] as number)] as number
}

/** The last column of the sorted rotations, and how often each byte is in it. */
function readSymbols(
  bits: BitReader,
  most: number,
): { readonly last: Uint8Array; readonly counts: Int32Array; readonly length: number } {
  const front = readUsed(bits)
  const endOfBlock = front.length + 1
  const tableCount = bits.read(3)
  if (tableCount < 2 || tableCount > 6) throw corrupt('it has too few or too many tables')
  const selectors = readSelectors(bits, tableCount)
  const tables = Array.from({ length: tableCount }, () => readTable(bits, endOfBlock + 1))
  const last = new Uint8Array(most)
  const counts = new Int32Array(256)
  let length = 0
  let run = 0
  let bit = 1
  for (let read = 0; ; read++) {
    const table = tables[selectors[Math.floor(read / groupSize)] as number]
    if (!table) throw corrupt('it has too few selectors')
    const symbol = readSymbol(bits, table)
    if (symbol <= 1) {
      // A run's length in digits of one and two, lowest first.
      run += bit << symbol
      bit <<= 1
      if (run > most) throw corrupt('it is too long')
      continue
    }
    if (run > 0) {
      const byte = front[0] as number
      if (length + run > most) throw corrupt('it is too long')
      last.fill(byte, length, length + run)
      counts[byte] = (counts[byte] as number) + run
      length += run
      run = 0
      bit = 1
    }
    if (symbol === endOfBlock) return { last, counts, length }
    if (length >= most) throw corrupt('it is too long')
    const byte = front[symbol - 1] as number
    front.copyWithin(1, 0, symbol - 1)
    front[0] = byte
    counts[byte] = (counts[byte] as number) + 1
    last[length++] = byte
  }
}

/** Goes through the rotations and writes runs out: behind four equal bytes stands how many more follow. */
function withoutRuns(last: Uint8Array, counts: Int32Array, length: number, origin: number): Uint8Array {
  const starts = new Int32Array(256)
  for (let byte = 1; byte < 256; byte++) starts[byte] = (starts[byte - 1] as number) + (counts[byte - 1] as number)
  const next = new Int32Array(length)
  for (let at = 0; at < length; at++) {
    const byte = last[at] as number
    const place = starts[byte] as number
    starts[byte] = place + 1
    next[place] = at
  }
  let target = new Uint8Array(length + (length >>> 2) + 256)
  let to = 0
  let same = 0
  let previous = -1
  let row = next[origin] as number
  for (let at = 0; at < length; at++) {
    const byte = last[row] as number
    row = next[row] as number
    if (to + 256 > target.length) {
      const larger = new Uint8Array(2 * target.length)
      larger.set(target)
      target = larger
    }
    if (same === 4) {
      target.fill(previous, to, to + byte)
      to += byte
      same = 0
      previous = -1
      continue
    }
    same = byte === previous ? same + 1 : 1
    previous = byte
    target[to++] = byte
  }
  return target.subarray(0, to)
}

/** Writes a bzip2 file: one stream of blocks, made of pieces as they come. */
import { BitWriter } from './bit-writer.ts'
import { groupSize } from './bzip2-block.ts'
import { bzip2Crc, combinedCrc } from './bzip2-crc.ts'
import { codeLengths } from './code-lengths.ts'
import { sortRotations } from './sort-rotations.ts'

/** Bytes of a block of level 9 behind the coding of runs, less what bzip2 itself leaves free. */
const blockBytes = 900_000 - 19
const longestCode = 17
const refinements = 4

export class Bzip2Compressor {
  readonly #bits = new BitWriter()
  #begun = false
  #crc = 0

  /** Each piece ends in whole blocks; bits of its last byte come with the next piece. */
  compress(bytes: Uint8Array): Uint8Array {
    this.#begin()
    for (let from = 0; from < bytes.length; ) {
      const { block, end } = codedRuns(bytes, from)
      const crc = bzip2Crc(bytes.subarray(from, end))
      writeBlock(this.#bits, block, crc)
      this.#crc = combinedCrc(this.#crc, crc)
      from = end
    }
    return this.#bits.take()
  }

  finish(): Uint8Array {
    this.#begin()
    this.#bits.write(24, 0x177245)
    this.#bits.write(24, 0x385090)
    this.#bits.write32(this.#crc)
    this.#bits.align()
    return this.#bits.take()
  }

  #begin(): void {
    if (this.#begun) return
    this.#begun = true
    this.#bits.write(24, 0x425a68)
    this.#bits.write(8, 0x39)
  }
}

/** Four equal bytes are followed by how many more of them there are (at most 251). */
function codedRuns(bytes: Uint8Array, from: number): { readonly block: Uint8Array; readonly end: number } {
  const block = new Uint8Array(Math.min(blockBytes, Math.ceil((bytes.length - from) * 1.25)) + 5)
  let to = 0
  let at = from
  while (at < bytes.length && to < blockBytes) {
    const byte = bytes[at] as number
    let run = 1
    while (run < 255 && at + run < bytes.length && bytes[at + run] === byte) run++
    for (let written = Math.min(run, 4); written > 0; written--) block[to++] = byte
    if (run >= 4) block[to++] = run - 4
    at += run
  }
  return { block: block.subarray(0, to), end: at }
}

function writeBlock(bits: BitWriter, block: Uint8Array, crc: number): void {
  const order = sortRotations(block)
  const used = usedBytes(block)
  const { symbols, count } = movedToFront(block, order, used)
  const endOfBlock = used.length + 1
  const tables = codeTables(symbols, count, endOfBlock + 1)
  bits.write(24, 0x314159)
  bits.write(24, 0x265359)
  bits.write32(crc)
  bits.write(1, 0)
  bits.write(24, order.indexOf(0))
  writeUsed(bits, used)
  writeTables(bits, tables)
  const codes = tables.lengths.map(canonicalCodes)
  for (let at = 0; at < count; at++) {
    const table = tables.selectors[Math.floor(at / groupSize)] as number
    const symbol = symbols[at] as number
    bits.write(tables.lengths[table]?.[symbol] as number, codes[table]?.[symbol] as number)
  }
}

function usedBytes(block: Uint8Array): Uint8Array {
  const seen = new Uint8Array(256)
  for (let at = 0; at < block.length; at++) seen[block[at] as number] = 1
  return Uint8Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => seen[byte] === 1)
}

/** The last column with each byte as its place among the bytes seen last; runs of the first place as digits of one and two. */
function movedToFront(
  block: Uint8Array,
  order: Int32Array,
  used: Uint8Array,
): { readonly symbols: Uint16Array; readonly count: number } {
  const front = used.slice()
  const symbols = new Uint16Array(block.length + 1)
  let count = 0
  let run = 0
  const endRun = (): void => {
    for (let rest = run; rest > 0; rest = (rest - 1) >>> 1) symbols[count++] = (rest - 1) & 1
    run = 0
  }
  for (let at = 0; at < order.length; at++) {
    const place = order[at] as number
    const byte = block[place === 0 ? block.length - 1 : place - 1] as number
    if (front[0] === byte) {
      run++
      continue
    }
    endRun()
    let index = 1
    while (front[index] !== byte) index++
    front.copyWithin(1, 0, index)
    front[0] = byte
    symbols[count++] = index + 1
  }
  endRun()
  symbols[count++] = used.length + 1
  return { symbols, count }
}

interface CodeTables {
  /** By table and symbol. */
  readonly lengths: readonly Uint8Array[]
  /** The table of each group of symbols. */
  readonly selectors: Uint8Array
}

/** Begins with tables for equal shares of the symbols; each pass gives every group its cheapest table and makes them anew. */
function codeTables(symbols: Uint16Array, count: number, kinds: number): CodeTables {
  const tableCount = count < 200 ? 2 : count < 600 ? 3 : count < 1200 ? 4 : count < 2400 ? 5 : 6
  let lengths = firstLengths(symbols, count, kinds, tableCount)
  const selectors = new Uint8Array(Math.ceil(count / groupSize))
  for (let pass = 0; pass < refinements; pass++) {
    const weights = lengths.map(() => new Int32Array(kinds))
    for (let group = 0; group < selectors.length; group++) {
      const from = group * groupSize
      const end = Math.min(count, from + groupSize)
      const table = cheapest(lengths, symbols, from, end)
      selectors[group] = table
      const weight = weights[table] as Int32Array
      for (let at = from; at < end; at++) {
        const symbol = symbols[at] as number
        weight[symbol] = (weight[symbol] as number) + 1
      }
    }
    lengths = weights.map((weight) => codeLengths(weight, longestCode))
  }
  return { lengths, selectors }
}

function firstLengths(symbols: Uint16Array, count: number, kinds: number, tableCount: number): Uint8Array[] {
  const weights = new Int32Array(kinds)
  for (let at = 0; at < count; at++) {
    const symbol = symbols[at] as number
    weights[symbol] = (weights[symbol] as number) + 1
  }
  const lengths: Uint8Array[] = []
  let symbol = 0
  let left = count
  for (let table = 0; table < tableCount; table++) {
    const share = left / (tableCount - table)
    const begin = symbol
    let sum = 0
    while (symbol < kinds && (sum < share || symbol === begin)) sum += weights[symbol++] as number
    left -= sum
    const end = symbol
    lengths.push(Uint8Array.from({ length: kinds }, (_, at) => (at >= begin && at < end ? 1 : 15)))
  }
  return lengths
}

function cheapest(lengths: readonly Uint8Array[], symbols: Uint16Array, from: number, end: number): number {
  let best = 0
  let least = Number.POSITIVE_INFINITY
  for (let table = 0; table < lengths.length; table++) {
    const length = lengths[table] as Uint8Array
    let cost = 0
    for (let at = from; at < end; at++) cost += length[symbols[at] as number] as number
    if (cost >= least) continue
    least = cost
    best = table
  }
  return best
}

function canonicalCodes(lengths: Uint8Array): Int32Array {
  const codes = new Int32Array(lengths.length)
  let code = 0
  for (let length = 1; length <= longestCode; length++, code <<= 1) {
    for (let symbol = 0; symbol < lengths.length; symbol++) if (lengths[symbol] === length) codes[symbol] = code++
  }
  return codes
}

function writeUsed(bits: BitWriter, used: Uint8Array): void {
  const groups = new Uint16Array(16)
  for (const byte of used) groups[byte >>> 4] = (groups[byte >>> 4] as number) | (0x8000 >>> (byte & 15))
  bits.write(
    16,
    groups.reduce((map, group, at) => (group === 0 ? map : map | (0x8000 >>> at)), 0),
  )
  for (const group of groups) if (group !== 0) bits.write(16, group)
}

function writeTables(bits: BitWriter, { lengths, selectors }: CodeTables): void {
  bits.write(3, lengths.length)
  bits.write(15, selectors.length)
  const order = [0, 1, 2, 3, 4, 5]
  for (const selector of selectors) {
    const place = order.indexOf(selector)
    order.splice(place, 1)
    order.unshift(selector)
    for (let one = 0; one < place; one++) bits.write(1, 1)
    bits.write(1, 0)
  }
  for (const table of lengths) {
    let current = table[0] as number
    bits.write(5, current)
    for (const length of table) {
      for (; current < length; current++) bits.write(2, 2)
      for (; current > length; current--) bits.write(2, 3)
      bits.write(1, 0)
    }
  }
}

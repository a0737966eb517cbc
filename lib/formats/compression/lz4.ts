/** Raw lz4 blocks: sequences of literals and a match (lz4's block format). */
import type { ChunkCodec } from './hadoop-blocks.ts'
import { findMatches } from './match-finder.ts'

/** A byte of a length stands for at most 255 bytes. */
const mostGrowth = 255
/** The format wants the last bytes to be literals, and no match to begin near the end. */
const lastLiterals = 5
const lastMatch = 12

function decompress(chunk: Uint8Array, limit: number): Uint8Array {
  const target = new Uint8Array(Math.min(limit, mostGrowth * chunk.length))
  let at = 0
  let to = 0
  const length = (nibble: number): number => {
    let sum = nibble
    if (nibble < 15) return sum
    for (;;) {
      if (at >= chunk.length) throw corrupt()
      const byte = chunk[at++] as number
      sum += byte
      if (byte < 255) return sum
    }
  }
  while (at < chunk.length) {
    const token = chunk[at++] as number
    const literals = length(token >>> 4)
    if (at + literals > chunk.length || to + literals > target.length) throw corrupt()
    target.set(chunk.subarray(at, at + literals), to)
    at += literals
    to += literals
    if (at === chunk.length) return target.subarray(0, to)
    if (at + 2 > chunk.length) throw corrupt()
    const distance = (chunk[at] as number) | ((chunk[at + 1] as number) << 8)
    at += 2
    const end = to + length(token & 15) + 4
    if (distance === 0 || distance > to || end > target.length) throw corrupt()
    for (; to < end; to++) target[to] = target[to - distance] as number
  }
  throw corrupt()
}

const corrupt = (): Error => new Error('An lz4 chunk is corrupt')

function compress(bytes: Uint8Array): Uint8Array {
  const target = new Uint8Array(bytes.length + Math.ceil(bytes.length / mostGrowth) + 16)
  let to = 0
  const more = (length: number): void => {
    if (length < 15) return
    let rest = length - 15
    for (; rest >= 255; rest -= 255) target[to++] = 255
    target[to++] = rest
  }
  const begin = (from: number, end: number, match: number): void => {
    target[to++] = (Math.min(end - from, 15) << 4) | Math.min(match, 15)
    more(end - from)
    target.set(bytes.subarray(from, end), to)
    to += end - from
  }
  const rest = findMatches(
    bytes,
    bytes.length - lastMatch,
    bytes.length - lastLiterals,
    (from, at, length, distance) => {
      begin(from, at, length - 4)
      target[to++] = distance & 255
      target[to++] = distance >>> 8
      more(length - 4)
    },
  )
  begin(rest, bytes.length, 0)
  return target.slice(0, to)
}

/** The chunks of Hadoop's Lz4Codec. */
export const lz4: ChunkCodec = { decompress, compress }

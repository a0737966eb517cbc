/** Raw snappy: a varint of the uncompressed length, then literals and copies (snappy's format_description). */
import type { ChunkCodec } from './hadoop-blocks.ts'
import { findMatches } from './match-finder.ts'

/** A copy of 64 bytes takes three: no chunk grows by more. */
const mostGrowth = 22

function decompress(chunk: Uint8Array, limit: number): Uint8Array {
  const { length, at: begin } = lengthOf(chunk)
  if (length > limit) throw new Error(`A snappy chunk holds ${length} bytes, but its block has room for ${limit}`)
  if (length > mostGrowth * chunk.length) throw corrupt()
  const target = new Uint8Array(length)
  let to = 0
  for (let at = begin; at < chunk.length; ) {
    const tag = chunk[at++] as number
    const kind = tag & 3
    if (kind === 0) {
      let count = tag >>> 2
      if (count >= 60) {
        const width = count - 59
        if (at + width > chunk.length) throw corrupt()
        count = little(chunk, at, width)
        at += width
      }
      count++
      if (at + count > chunk.length || to + count > length) throw corrupt()
      target.set(chunk.subarray(at, at + count), to)
      at += count
      to += count
      continue
    }
    const width = kind === 1 ? 1 : kind === 2 ? 2 : 4
    if (at + width > chunk.length) throw corrupt()
    const count = kind === 1 ? ((tag >>> 2) & 7) + 4 : (tag >>> 2) + 1
    const distance = (kind === 1 ? (tag >>> 5) << 8 : 0) + little(chunk, at, width)
    at += width
    if (distance === 0 || distance > to || to + count > length) throw corrupt()
    for (const end = to + count; to < end; to++) target[to] = target[to - distance] as number
  }
  if (to !== length) throw corrupt()
  return target
}

function lengthOf(chunk: Uint8Array): { readonly length: number; readonly at: number } {
  let length = 0
  for (let at = 0; at < 5 && at < chunk.length; at++) {
    const byte = chunk[at] as number
    length += (byte & 127) * 2 ** (7 * at)
    if (byte < 128) return { length, at: at + 1 }
  }
  throw corrupt()
}

function little(bytes: Uint8Array, at: number, width: number): number {
  let number = 0
  for (let place = width - 1; place >= 0; place--) number = number * 256 + (bytes[at + place] as number)
  return number
}

const corrupt = (): Error => new Error('A snappy chunk is corrupt')

function compress(bytes: Uint8Array): Uint8Array {
  const target = new Uint8Array(32 + bytes.length + Math.ceil(bytes.length / 6))
  let to = 0
  for (let rest = bytes.length; ; rest >>>= 7) {
    target[to++] = rest < 128 ? rest : (rest & 127) | 128
    if (rest < 128) break
  }
  const literal = (from: number, end: number): void => {
    const last = end - from - 1
    if (last < 0) return
    if (last < 60) target[to++] = last << 2
    else {
      const width = last < 1 << 8 ? 1 : last < 1 << 16 ? 2 : 3
      target[to++] = (59 + width) << 2
      for (let place = 0; place < width; place++) target[to++] = (last >>> (8 * place)) & 255
    }
    target.set(bytes.subarray(from, end), to)
    to += end - from
  }
  const rest = findMatches(bytes, bytes.length - 3, bytes.length, (from, at, length, distance) => {
    literal(from, at)
    for (let left = length; left > 0; ) {
      const count = Math.min(left, 64)
      target[to++] = ((count - 1) << 2) | 2
      target[to++] = distance & 255
      target[to++] = distance >>> 8
      left -= count
    }
  })
  literal(rest, bytes.length)
  return target.slice(0, to)
}

/** The chunks of Hadoop's SnappyCodec. */
export const snappy: ChunkCodec = { decompress, compress }

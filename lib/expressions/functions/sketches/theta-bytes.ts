/** Theta sketches in bytes: the compact, ordered forms of Apache DataSketches, hashes as packed differences where it has them so. */
import { everything, type HashSet } from './hash-set.ts'
import { emptyTheta } from './theta-operations.ts'

const family = 3
const plain = 3
const packed = 4
const isEmpty = 4
const isSingle = 32
/** Read only, compact, ordered. */
const compact = 2 | 8 | 16
/** Of the seed 9001. */
export const seedHash = 0x93cc

function start(size: number, longs: number, version: number, flags: number, seed = seedHash): DataView {
  const view = new DataView(new ArrayBuffer(size))
  view.setUint8(0, longs)
  view.setUint8(1, version)
  view.setUint8(2, family)
  view.setUint8(5, flags)
  view.setUint16(6, seed, true)
  return view
}

const bytesOf = (view: DataView) => new Uint8Array(view.buffer)

export function thetaBytes({ theta, empty, keys }: HashSet): Uint8Array {
  if (empty) return bytesOf(start(8, 1, plain, compact | isEmpty, 0))
  const estimates = theta !== everything
  if (keys.length === 1 && !estimates) {
    const view = start(16, 1, plain, compact | isSingle)
    view.setBigInt64(8, keys[0] as bigint, true)
    return bytesOf(view)
  }
  if (keys.length > 0) return packedBytes(theta, keys)
  const view = start(24, 3, plain, compact)
  view.setFloat32(12, 1, true)
  view.setBigInt64(16, theta, true)
  return bytesOf(view)
}

/** Differences of neighbours, each of as many bits as the longest has. */
function packedBytes(theta: bigint, keys: BigInt64Array): Uint8Array {
  const differences = keys.map((key, at) => key - (at === 0 ? 0n : (keys[at - 1] as bigint)))
  const bits = differences.reduce((all, one) => all | one, 0n).toString(2).length
  const countBytes = Math.ceil((32 - Math.clz32(keys.length)) / 8)
  const estimates = theta !== everything
  const from = (estimates ? 16 : 8) + countBytes
  const view = start(from + Math.ceil((bits * keys.length) / 8), estimates ? 2 : 1, packed, compact)
  view.setUint8(3, bits)
  view.setUint8(4, countBytes)
  if (estimates) view.setBigInt64(8, theta, true)
  for (let at = 0; at < countBytes; at++) view.setUint8(from - countBytes + at, (keys.length >>> (8 * at)) & 255)
  const bytes = bytesOf(view)
  let at = from
  let left = 0n
  let waiting = 0
  for (const difference of differences) {
    left = (left << BigInt(bits)) | difference
    for (waiting += bits; waiting >= 8; waiting -= 8) bytes[at++] = Number((left >> BigInt(waiting - 8)) & 255n)
    left = BigInt.asUintN(waiting, left)
  }
  if (waiting > 0) bytes[at] = Number((left << BigInt(8 - waiting)) & 255n)
  return bytes
}

/** @returns undefined when the bytes are no compact Theta sketch */
export function readTheta(bytes: Uint8Array): HashSet | undefined {
  if (bytes.length < 8 || bytes[2] !== family) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const flags = bytes[5] as number
  if ((flags & 8) === 0) return undefined
  if (flags & isEmpty) return emptyTheta
  if (view.getUint16(6, true) !== seedHash) return undefined
  if (bytes[1] === packed) return readPacked(bytes, view)
  return bytes[1] === plain ? readPlain(bytes, view) : undefined
}

function readPlain(bytes: Uint8Array, view: DataView): HashSet | undefined {
  const longs = (bytes[0] as number) & 63
  if (longs < 1 || longs > 3 || bytes.length < 8 * longs) return undefined
  const count = longs === 1 ? 1 : view.getInt32(8, true)
  if (count < 0 || bytes.length < 8 * (longs + count)) return undefined
  const theta = longs < 3 ? everything : view.getBigInt64(16, true)
  return { theta, empty: false, keys: longsAt(view, 8 * longs, count).sort() }
}

function longsAt(view: DataView, from: number, count: number): BigInt64Array {
  const keys = new BigInt64Array(count)
  for (let at = 0; at < count; at++) keys[at] = view.getBigInt64(from + 8 * at, true)
  return keys
}

function readPacked(bytes: Uint8Array, view: DataView): HashSet | undefined {
  const [longs = 0, , , bits = 0, countBytes = 0] = bytes
  const from = 8 * longs + countBytes
  if (longs < 1 || longs > 2 || countBytes > 4 || bits > 63 || bytes.length < from) return undefined
  let count = 0
  for (let at = 0; at < countBytes; at++) count += (bytes[8 * longs + at] as number) * 256 ** at
  if (bytes.length < from + Math.ceil((bits * count) / 8)) return undefined
  const keys = new BigInt64Array(count)
  let at = from
  let left = 0n
  let waiting = 0
  let key = 0n
  for (let i = 0; i < count; i++) {
    for (; waiting < bits; waiting += 8) left = (left << 8n) | BigInt(bytes[at++] as number)
    waiting -= bits
    key += left >> BigInt(waiting)
    left = BigInt.asUintN(waiting, left)
    keys[i] = key
  }
  return { theta: longs === 2 ? view.getBigInt64(8, true) : everything, empty: false, keys }
}

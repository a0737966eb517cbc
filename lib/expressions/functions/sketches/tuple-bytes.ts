/** Tuple sketches in bytes: the compact form of Apache DataSketches, each key with its number and mode behind. */
import { everything, type TupleSet } from './hash-set.ts'
import type { SummaryKind } from './summary-mode.ts'
import { seedHash } from './theta-bytes.ts'
import { emptyTuple } from './tuple-operations.ts'

const version = 3
const family = 9
const compactSketch = 1
const isEmpty = 4
/** Read only, compact. */
const flags = 2 | 8

/** Bytes of a key with its number and mode. */
const entrySize = { double: 17, integer: 13 } as const

export function tupleBytes({ theta, empty, keys, values, modes }: TupleSet, kind: SummaryKind): Uint8Array {
  const estimates = theta !== everything
  const longs = empty ? 1 : estimates ? 3 : keys.length === 1 ? 1 : 2
  const size = entrySize[kind]
  const view = new DataView(new ArrayBuffer(8 * longs + size * keys.length))
  for (const [at, byte] of [longs, version, family, compactSketch, 0, empty ? flags | isEmpty : flags].entries()) {
    view.setUint8(at, byte)
  }
  view.setUint16(6, seedHash, true)
  if (longs > 1) view.setInt32(8, keys.length, true)
  if (longs > 2) view.setBigInt64(16, theta, true)
  for (const [i, key] of keys.entries()) {
    const at = 8 * longs + size * i
    view.setBigInt64(at, key, true)
    if (kind === 'double') view.setFloat64(at + 8, values[i] as number, true)
    else view.setInt32(at + 8, values[i] as number, true)
    view.setUint8(at + size - 1, modes[i] as number)
  }
  return new Uint8Array(view.buffer)
}

/** @returns undefined when the bytes are no such sketch */
export function readTuple(bytes: Uint8Array, kind: SummaryKind): TupleSet | undefined {
  const [longs = 0, read, of, form, , found = 0] = bytes
  if (bytes.length < 8 || read !== version || of !== family || form !== compactSketch) return undefined
  if (found & isEmpty) return emptyTuple
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (longs < 1 || longs > 3 || bytes.length < 8 * longs || view.getUint16(6, true) !== seedHash) return undefined
  const count = longs === 1 ? 1 : view.getInt32(8, true)
  const size = entrySize[kind]
  if (count < 0 || bytes.length < 8 * longs + size * count) return undefined
  const keys = new BigInt64Array(count)
  const values = new Float64Array(count)
  const modes = new Uint8Array(count)
  for (let i = 0; i < count; i++) {
    const at = 8 * longs + size * i
    keys[i] = view.getBigInt64(at, true)
    values[i] = kind === 'double' ? view.getFloat64(at + 8, true) : view.getInt32(at + 8, true)
    modes[i] = view.getUint8(at + size - 1)
    if ((modes[i] as number) > 3) return undefined
  }
  return { theta: longs === 3 ? view.getBigInt64(16, true) : everything, empty: false, keys, values, modes }
}

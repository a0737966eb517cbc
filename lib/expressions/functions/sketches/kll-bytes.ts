/** KLL sketches in bytes: the compact form of Apache DataSketches. */
import { KllSketch, type KllValue, kllRoom } from './kll-sketch.ts'

/** Types of values. */
export type KllKind = 'bigint' | 'double' | 'float'

const family = 15
const least = 8
const longest = 20

/** Bytes of a value. */
export const kllWidth = { bigint: 8, double: 8, float: 4 } as const

function put(view: DataView, at: number, value: KllValue, kind: KllKind): void {
  if (kind === 'bigint') view.setBigInt64(at, value as bigint, true)
  else if (kind === 'double') view.setFloat64(at, value as number, true)
  else view.setFloat32(at, value as number, true)
}

function take(view: DataView, at: number, kind: KllKind): KllValue {
  if (kind === 'bigint') return view.getBigInt64(at, true)
  return kind === 'double' ? view.getFloat64(at, true) : view.getFloat32(at, true)
}

/** Bytes of the compact form. */
export function kllSize(sketch: KllSketch, kind: KllKind): number {
  const width = kllWidth[kind]
  if (sketch.count === 0n) return 8
  if (sketch.count === 1n) return 8 + width
  return longest + 4 * sketch.levels.length + (2 + sketch.kept) * width
}

export function kllBytes(sketch: KllSketch, kind: KllKind): Uint8Array {
  const width = kllWidth[kind]
  const bytes = new Uint8Array(kllSize(sketch, kind))
  const view = new DataView(bytes.buffer)
  const single = sketch.count === 1n
  const whole = sketch.count > 1n
  bytes.set([whole ? 5 : 2, single ? 2 : 1, family, single ? 4 : whole ? 0 : 1])
  view.setUint16(4, sketch.k, true)
  bytes[6] = least
  if (single) put(view, 8, sketch.min as KllValue, kind)
  if (!whole) return bytes
  view.setBigInt64(8, sketch.count, true)
  view.setUint16(16, sketch.leastK, true)
  bytes[18] = sketch.levels.length
  let at = longest
  let place = kllRoom(sketch.k, sketch.levels.length) - sketch.kept
  for (const level of sketch.levels) {
    view.setInt32(at, place, true)
    place += level.length
    at += 4
  }
  const [first = [], ...others] = sketch.levels
  const values = [...first].reverse().concat(...others)
  for (const value of [sketch.min as KllValue, sketch.max as KllValue, ...values]) {
    put(view, at, value, kind)
    at += width
  }
  return bytes
}

/** @returns undefined when the bytes are no such sketch */
export function readKll(bytes: Uint8Array, kind: KllKind): KllSketch | undefined {
  if (bytes.length < 8 || bytes[2] !== family || bytes[6] !== least) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [ints, version, , flags = 0] = bytes
  const k = view.getUint16(4, true)
  if (k < least) return undefined
  const sketch = new KllSketch(k)
  if (flags & 1) return ints === 2 ? sketch : undefined
  const width = kllWidth[kind]
  if (flags & 4) {
    if (ints !== 2 || version !== 2 || bytes.length < 8 + width) return undefined
    sketch.add(take(view, 8, kind))
    return sketch
  }
  return ints === 5 && bytes.length >= longest ? readLevels(sketch, view, kind) : undefined
}

function readLevels(sketch: KllSketch, view: DataView, kind: KllKind): KllSketch | undefined {
  const width = kllWidth[kind]
  const count = view.getUint8(18)
  const from = longest + 4 * count
  if (count === 0 || view.byteLength < from + 2 * width) return undefined
  const starts = Array.from({ length: count }, (_, at) => view.getInt32(longest + 4 * at, true))
  starts.push(kllRoom(sketch.k, count))
  let at = from + 2 * width
  const kept = (starts[count] as number) - (starts[0] as number)
  if (kept < 0 || view.byteLength < at + kept * width) return undefined
  const levels = starts.slice(1).map((end, level) =>
    Array.from({ length: Math.max(0, end - (starts[level] as number)) }, () => {
      at += width
      return take(view, at - width, kind)
    }),
  )
  levels[0]?.reverse()
  sketch.restore(levels)
  sketch.count = view.getBigInt64(8, true)
  sketch.leastK = view.getUint16(16, true)
  sketch.min = take(view, from, kind)
  sketch.max = take(view, from + width, kind)
  return sketch
}

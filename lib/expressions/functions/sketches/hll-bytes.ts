/** HyperLogLog sketches in bytes: the updatable form of Apache DataSketches, of HLL_8 only. */
import { HllSketch } from './hll-sketch.ts'

const version = 1
const family = 7
const eightBits = 2 << 2
const modes = { list: 0, set: 1, registers: 2 } as const
const isEmpty = 4
const outOfOrder = 16
const registersFrom = 40

export function hllBytes(sketch: HllSketch): Uint8Array {
  const { coupons, registers } = sketch
  const list = coupons?.length === 8
  const from = registers ? registersFrom : list ? 8 : 12
  const bytes = new Uint8Array(from + (registers?.length ?? 4 * (coupons as Int32Array).length))
  const view = new DataView(bytes.buffer)
  bytes[0] = from / 4
  bytes[1] = version
  bytes[2] = family
  bytes[3] = sketch.k
  if (registers) {
    bytes[5] = sketch.outOfOrder ? outOfOrder : 0
    bytes[6] = sketch.lowest
    bytes[7] = eightBits | modes.registers
    view.setFloat64(8, sketch.estimated, true)
    view.setFloat64(16, sketch.lowInverses, true)
    view.setFloat64(24, sketch.highInverses, true)
    view.setInt32(32, sketch.atLowest, true)
    bytes.set(registers, from)
    return bytes
  }
  bytes[4] = 31 - Math.clz32((coupons as Int32Array).length)
  bytes[5] = sketch.isEmpty ? isEmpty : 0
  if (list) bytes[6] = sketch.couponCount
  else view.setInt32(8, sketch.couponCount, true)
  bytes[7] = eightBits | (list ? modes.list : modes.set)
  for (const [at, coupon] of (coupons as Int32Array).entries()) view.setInt32(from + 4 * at, coupon, true)
  return bytes
}

/** @returns undefined when the bytes are no such sketch */
export function readHll(bytes: Uint8Array): HllSketch | undefined {
  const [ints, read, kind, k = 0, bits = 0, flags = 0, count = 0, mode = 0] = bytes
  if (read !== version || kind !== family || k < 4 || k > 21 || mode >> 2 !== eightBits >> 2) return undefined
  const sketch = new HllSketch(k)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if ((mode & 3) === modes.registers && ints === registersFrom / 4) {
    if (bytes.length < registersFrom + (1 << k)) return undefined
    sketch.coupons = undefined
    sketch.outOfOrder = (flags & outOfOrder) !== 0
    sketch.lowest = count
    sketch.estimated = view.getFloat64(8, true)
    sketch.lowInverses = view.getFloat64(16, true)
    sketch.highInverses = view.getFloat64(24, true)
    sketch.atLowest = view.getInt32(32, true)
    sketch.registers = bytes.slice(registersFrom, registersFrom + (1 << k))
    return sketch
  }
  const list = (mode & 3) === modes.list && ints === 2
  if (!list && !((mode & 3) === modes.set && ints === 3)) return undefined
  const from = list ? 8 : 12
  const length = 1 << (list ? 3 : bits)
  if (bytes.length < from + 4 * length) return undefined
  sketch.coupons = Int32Array.from({ length }, (_, at) => view.getInt32(from + 4 * at, true))
  sketch.couponCount = list ? count : view.getInt32(8, true)
  return sketch
}

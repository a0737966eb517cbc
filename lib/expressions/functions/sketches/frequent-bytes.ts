/** Sketches of frequent items in bytes: Apache DataSketches' `ItemsSketch`, with the number of nulls behind, as Spark has it. */
import { ByteArena, textOf } from '../../../columnar/bytes.ts'
import { BytesReader } from '../../../columnar/bytes-reader.ts'
import { MillraceError } from '../../../errors.ts'
import type { DataType, SqlValue } from '../../../types/data-type.ts'
import { FrequentItems } from './frequent-items.ts'
import { hashCodeOf } from './java-hash-code.ts'

const family = 10
const isEmpty = 1 | 4

interface ItemsForm {
  write(items: readonly SqlValue[], to: ByteArena): void
  read(count: number, from: BytesReader): readonly SqlValue[]
}

/** One item after the other. */
function each(write: (item: SqlValue, to: ByteArena) => void, read: (from: BytesReader) => SqlValue): ItemsForm {
  return {
    write(items, to) {
      for (const item of items) write(item, to)
    },
    read: (count, from) => Array.from({ length: count }, () => read(from)),
  }
}

/** Numbers of a fixed width; `mark` stands before those whose type is written. */
function fixed(
  mark: number | undefined,
  width: number,
  set: (view: DataView, at: number, item: SqlValue) => void,
  get: (view: DataView, at: number) => SqlValue,
): ItemsForm {
  const marked = mark === undefined ? 0 : 1
  return each(
    (item, to) => {
      const at = to.reserve(marked + width)
      if (mark !== undefined) to.bytes[at] = mark
      set(to.view, at + marked, item)
      to.top = at + marked + width
    },
    (from) => get(from.view, from.skip(marked + width) + marked),
  )
}

const longs = fixed(
  undefined,
  8,
  (view, at, item) => view.setBigInt64(at, item as bigint, true),
  (view, at) => view.getBigInt64(at, true),
)

const texts = each(
  (item, to) => {
    const at = to.reserve(4)
    to.top = at + 4
    const start = to.appendText(item as string)
    to.view.setInt32(at, to.top - start, true)
  },
  (from) => {
    const length = from.int()
    return textOf(from.bytes, from.skip(length), length)
  },
)

const flags: ItemsForm = {
  write(items, to) {
    const packed = new Uint8Array(Math.ceil(items.length / 8))
    for (const [at, item] of items.entries()) if (item) packed[at >> 3] = (packed[at >> 3] as number) | (1 << (at & 7))
    to.append(packed)
  },
  read(count, from) {
    const start = from.skip(Math.ceil(count / 8))
    return Array.from({ length: count }, (_, at) => (((from.bytes[start + (at >> 3)] as number) >> (at & 7)) & 1) === 1)
  },
}

/** Unscaled, highest byte first, in two's complement. */
const wideDecimals = each(
  (item, to) => {
    const value = item as bigint
    let length = 1
    while (value !== BigInt.asIntN(8 * length, value)) length++
    to.appendInt(length)
    to.append(Uint8Array.from({ length }, (_, at) => Number((value >> BigInt(8 * (length - 1 - at))) & 255n)))
  },
  (from) => {
    const length = from.int()
    const start = from.skip(length)
    let value = 0n
    for (let at = 0; at < length; at++) value = (value << 8n) | BigInt(from.bytes[start + at] as number)
    return BigInt.asIntN(8 * length, value)
  },
)

const narrowDecimals = fixed(
  9,
  4,
  (view, at, item) => view.setInt32(at, Number(item as bigint), true),
  (view, at) => BigInt(view.getInt32(at, true)),
)

const ints = fixed(
  9,
  4,
  (view, at, item) => view.setInt32(at, item as number, true),
  (view, at) => view.getInt32(at, true),
)

function formOf(type: DataType): ItemsForm {
  switch (type.kind) {
    case 'boolean':
      return flags
    case 'byte':
      return fixed(
        2,
        1,
        (view, at, item) => view.setInt8(at, item as number),
        (view, at) => view.getInt8(at),
      )
    case 'short':
      return fixed(
        3,
        2,
        (view, at, item) => view.setInt16(at, item as number, true),
        (view, at) => view.getInt16(at, true),
      )
    case 'int':
    case 'date':
      return ints
    case 'float':
      return fixed(
        6,
        4,
        (view, at, item) => view.setFloat32(at, item as number, true),
        (view, at) => view.getFloat32(at, true),
      )
    case 'double':
      return fixed(
        undefined,
        8,
        (view, at, item) => view.setFloat64(at, item as number, true),
        (view, at) => view.getFloat64(at, true),
      )
    case 'decimal':
      return type.precision <= 9 ? narrowDecimals : type.precision <= 18 ? longs : wideDecimals
    case 'string':
      return texts
    default:
      return longs
  }
}

export function frequentBytes(sketch: FrequentItems, type: DataType): Uint8Array {
  const to = new ByteArena(64)
  const places = sketch.places()
  const empty = places.length === 0
  to.append(Uint8Array.of(empty ? 1 : 4, 1, family, sketch.mostBits, sketch.bits, empty ? isEmpty : 0, 0, 0))
  if (!empty) {
    const at = to.reserve(24 + 8 * places.length)
    to.view.setBigInt64(at, BigInt(places.length), true)
    to.view.setBigInt64(at + 8, BigInt(sketch.total), true)
    to.view.setBigInt64(at + 16, BigInt(sketch.offset), true)
    for (const [i, place] of places.entries()) {
      to.view.setBigInt64(at + 24 + 8 * i, BigInt(sketch.countAt(place)), true)
    }
    to.top = at + 24 + 8 * places.length
    formOf(type).write(
      places.map((place) => sketch.itemAt(place)),
      to,
    )
  }
  const at = to.reserve(8)
  to.view.setBigInt64(at, BigInt(sketch.nulls))
  to.top = at + 8
  return to.bytes.slice(0, to.top)
}

/** @throws MILLRACE_TOP_K_STATE when the bytes are no such sketch */
export function readFrequent(bytes: Uint8Array, type: DataType): FrequentItems {
  const [, version, kind, mostBits = 0, curBits = 0] = bytes
  if (bytes.length < 16 || version !== 1 || kind !== family || mostBits > 21 || curBits > mostBits || curBits < 3) {
    const text = 'The sketch of a state of approx_top_k cannot be read: approx_top_k_accumulate did not make it.'
    throw new MillraceError('MILLRACE_TOP_K_STATE', text)
  }
  const from = new BytesReader(bytes)
  const start = from.skip(8)
  const sketch = new FrequentItems(mostBits, hashCodeOf(type), curBits)
  const long = () => Number(from.view.getBigInt64(from.skip(8), true))
  if (((bytes[start + 5] as number) & isEmpty) === 0) {
    const count = long()
    const [total, offset] = [long(), long()]
    const counts = Array.from({ length: count }, long)
    const items = formOf(type).read(count, from)
    for (const [at, item] of items.entries()) sketch.add(item, counts[at] as number)
    sketch.total = total
    sketch.offset = offset
  }
  sketch.nulls = Number(from.view.getBigInt64(from.skip(8)))
  return sketch
}

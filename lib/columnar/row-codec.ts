/**
 * One row of any types as bytes, and back. Per value a byte 0 (null) or 1, then: booleans one byte, 32- and 64-bit numbers
 * and doubles little endian, wide decimals two longs, text u32 length and bytes, arrays u32 count and elements, structs
 * their fields, maps u32 count and their keys and values in turn.
 *
 * In *normal* form equal keys have equal bytes: NaN is one NaN, -0.0 is 0.0, map entries are ordered by key (Spark's
 * NormalizeFloatingNumbers; golden agg-key-nan-negzero, dedup-key-normalized).
 */

import type { DataType, SqlValue } from '../types/data-type.ts'
import { VectorBuilder } from './builder.ts'
import { ByteArena, compareBytes, textOf } from './bytes.ts'
import { layoutOf, partTypes } from './layout.ts'
import type { BytesVector, DictionaryVector, Int64Vector, ListVector, MapVector, Vector } from './vector.ts'

/** Appends row `row` (not the selection's) of the columns. */
export function encodeRow(arena: ByteArena, columns: readonly Vector[], row: number, normal: boolean): void {
  for (let at = 0; at < columns.length; at++) encodeValue(arena, columns[at] as Vector, row, normal)
}

function encodeValue(arena: ByteArena, vector: Vector, row: number, normal: boolean): void {
  const at = arena.reserve(17)
  if (vector.layout === 'null' || (vector.nulls !== undefined && vector.nulls[row] === 1)) {
    arena.bytes[at] = 0
    arena.top = at + 1
    return
  }
  arena.bytes[at] = 1
  switch (vector.layout) {
    case 'bool':
      arena.bytes[at + 1] = vector.values[row] as number
      arena.top = at + 2
      return
    case 'int32':
      arena.view.setInt32(at + 1, vector.values[row] as number, true)
      arena.top = at + 5
      return
    case 'int64':
      return encodeLong(arena, at, vector, row)
    case 'float64':
      arena.view.setFloat64(
        at + 1,
        normal ? normalDouble(vector.values[row] as number) : (vector.values[row] as number),
        true,
      )
      arena.top = at + 9
      return
    case 'int128':
      arena.view.setBigInt64(at + 1, vector.values[2 * row] as bigint, true)
      arena.view.setBigInt64(at + 9, vector.values[2 * row + 1] as bigint, true)
      arena.top = at + 17
      return
    case 'bytes':
    case 'dictionary':
      arena.top = at + 1
      return encodeText(arena, vector, row)
    case 'struct':
      arena.top = at + 1
      for (const child of vector.children) encodeValue(arena, child, row, normal)
      return
    case 'list':
      arena.top = at + 1
      return encodeList(arena, vector, row, normal)
    case 'map':
      arena.top = at + 1
      return encodeMap(arena, vector, row, normal)
  }
}

/** By words: a bigint per row would be garbage per row. */
function encodeLong(arena: ByteArena, at: number, vector: Int64Vector, row: number): void {
  arena.view.setInt32(at + 1, vector.words[2 * row] as number, true)
  arena.view.setInt32(at + 5, vector.words[2 * row + 1] as number, true)
  arena.top = at + 9
}

function normalDouble(value: number): number {
  return value === 0 ? 0 : Number.isNaN(value) ? Number.NaN : value
}

function encodeText(arena: ByteArena, vector: BytesVector | DictionaryVector, row: number): void {
  let source: Uint8Array
  let from: number
  let length: number
  if (vector.layout === 'dictionary') {
    const code = vector.codes[row] as number
    source = vector.dictionary.data
    from = vector.dictionary.offsets[code] as number
    length = vector.dictionary.lengths[code] as number
  } else {
    from = vector.offsets[row] as number
    length = vector.lengths[row] as number
    source = from < 0 ? (vector.side as Uint8Array) : vector.data
    if (from < 0) from = -1 - from
  }
  appendCount(arena, length)
  arena.append(source, from, length)
}

function encodeList(arena: ByteArena, vector: ListVector, row: number, normal: boolean): void {
  const from = vector.offsets[row] as number
  const to = vector.offsets[row + 1] as number
  appendCount(arena, to - from)
  for (let at = from; at < to; at++) encodeValue(arena, vector.child, at, normal)
}

function encodeMap(arena: ByteArena, vector: MapVector, row: number, normal: boolean): void {
  const from = vector.offsets[row] as number
  const entries: { readonly key: Uint8Array; readonly at: number }[] = []
  for (let at = from; at < (vector.offsets[row + 1] as number); at++) {
    const key = new ByteArena(64)
    encodeValue(key, vector.keys, at, normal)
    entries.push({ key: key.bytes.slice(0, key.top), at })
  }
  if (normal) entries.sort((a, b) => compareBytes(a.key, b.key))
  appendCount(arena, entries.length)
  for (const { key, at } of entries) {
    arena.append(key)
    encodeValue(arena, vector.entries, at, normal)
  }
}

function appendCount(arena: ByteArena, count: number): void {
  const at = arena.reserve(4)
  arena.view.setInt32(at, count, true)
  arena.top = at + 4
}

/** Reads rows that `encodeRow` wrote. */
export class RowDecoder {
  readonly #types: readonly DataType[]
  #bytes: Uint8Array = new Uint8Array(0)
  #view: DataView = new DataView(new ArrayBuffer(0))
  #at = 0

  constructor(types: readonly DataType[]) {
    this.#types = types
  }

  /** The first value of the row that begins at `offset`. */
  value(from: Pick<ByteArena, 'bytes' | 'view'>, offset: number): SqlValue {
    this.#bytes = from.bytes
    this.#view = from.view
    this.#at = offset
    return this.#value(this.#types[0] as DataType)
  }

  /** The values of the row that begins at `offset`. */
  row(from: Pick<ByteArena, 'bytes' | 'view'>, offset: number): SqlValue[] {
    this.#bytes = from.bytes
    this.#view = from.view
    this.#at = offset
    return this.#types.map((type) => this.#value(type))
  }

  /** Values of the first type, one after another in `length` bytes at `offset`. */
  values(from: Pick<ByteArena, 'bytes' | 'view'>, offset: number, length: number): SqlValue[] {
    this.#bytes = from.bytes
    this.#view = from.view
    this.#at = offset
    const values: SqlValue[] = []
    while (this.#at < offset + length) values.push(this.#value(this.#types[0] as DataType))
    return values
  }

  /** The rows that begin at `offsets[ids[i]]`, as one vector per type, compact and unpooled. */
  vectors(arena: Pick<ByteArena, 'bytes' | 'view'>, offsets: Int32Array, ids: Int32Array, count: number): Vector[] {
    this.#bytes = arena.bytes
    this.#view = arena.view
    const builders = this.#types.map((type) => new VectorBuilder(type, count))
    for (let i = 0; i < count; i++) {
      this.#at = offsets[ids[i] as number] as number
      for (let column = 0; column < builders.length; column++) {
        ;(builders[column] as VectorBuilder).append(this.#value(this.#types[column] as DataType))
      }
    }
    return builders.map((builder) => builder.finish())
  }

  #value(type: DataType): SqlValue {
    if (this.#bytes[this.#at++] === 0) return null
    switch (layoutOf(type)) {
      case 'bool':
        return this.#bytes[this.#at++] === 1
      case 'int32':
        return this.#int()
      case 'int64':
        return this.#long()
      case 'float64':
        this.#at += 8
        return this.#view.getFloat64(this.#at - 8, true)
      case 'int128':
        return BigInt.asUintN(64, this.#long()) | (this.#long() << 64n)
      case 'bytes': {
        const length = this.#int()
        this.#at += length
        const from = this.#at - length
        return type.kind === 'binary' ? this.#bytes.slice(from, this.#at) : textOf(this.#bytes, from, length)
      }
      case 'list':
        return this.#list(() => this.#value((type as DataType & { kind: 'array' }).element))
      case 'map': {
        const { key, value } = type as DataType & { kind: 'map' }
        return this.#list(() => [this.#value(key), this.#value(value)])
      }
      case 'struct':
        return partTypes(type).map((one) => this.#value(one))
      default:
        return null
    }
  }

  #list(element: () => SqlValue): SqlValue[] {
    const elements: SqlValue[] = []
    for (let left = this.#int(); left > 0; left--) elements.push(element())
    return elements
  }

  #int(): number {
    this.#at += 4
    return this.#view.getInt32(this.#at - 4, true)
  }

  #long(): bigint {
    this.#at += 8
    return this.#view.getBigInt64(this.#at - 8, true)
  }
}

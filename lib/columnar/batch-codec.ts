/**
 * Batches as bytes, for state and for handing over to other threads: raw typed arrays behind a small header. The schema
 * travels elsewhere; layout follows from it.
 *
 * Format 1, little endian: byte 1, u32 rows, then each column: u8 has-nulls, [rows null bytes], its layout's arrays.
 */
import { invariant } from '../errors.ts'
import type { DataType } from '../types/data-type.ts'
import type { Schema } from '../types/schema.ts'
import { ByteArena, slack } from './bytes.ts'
import { detach } from './gather.ts'
import { layoutOf, partTypes } from './layout.ts'
import { RecordBatch } from './record-batch.ts'
import type { BytesVector, Vector } from './vector.ts'

const formatVersion = 1

/** The selected rows of a batch as bytes of their own. */
export function encodeBatch(batch: RecordBatch): Uint8Array {
  const compact = detach(batch)
  const arena = new ByteArena(4096)
  appendByte(arena, formatVersion)
  arena.appendInt(compact.length)
  for (const column of compact.columns) appendVector(arena, column, compact.length)
  return arena.bytes.slice(0, arena.top)
}

/** The inverse of `encodeBatch`; `schema` must have the types that were encoded. Throws on any other version. */
export function decodeBatch(bytes: Uint8Array, schema: Schema): RecordBatch {
  const reader = new Reader(bytes)
  const version = reader.byte()
  invariant(version === formatVersion, `a batch of format ${version}; this version reads ${formatVersion}`)
  const rows = reader.int()
  const columns = schema.fields.map((one) => readVector(reader, one.type, rows))
  return new RecordBatch(schema, columns, rows)
}

function appendByte(arena: ByteArena, value: number): void {
  const at = arena.reserve(1)
  arena.bytes[at] = value
  arena.top = at + 1
}

function appendArray(
  arena: ByteArena,
  array: Uint8Array | Int32Array | BigInt64Array | Float64Array,
  length: number,
): void {
  arena.append(new Uint8Array(array.buffer, array.byteOffset, length * array.BYTES_PER_ELEMENT))
}

function appendVector(arena: ByteArena, vector: Vector, rows: number): void {
  appendByte(arena, vector.nulls ? 1 : 0)
  if (vector.nulls) appendArray(arena, vector.nulls, rows)
  switch (vector.layout) {
    case 'null':
      return
    case 'bool':
    case 'int32':
    case 'int64':
    case 'float64':
      return appendArray(arena, vector.values, rows)
    case 'int128':
      return appendArray(arena, vector.values, 2 * rows)
    case 'bytes':
      return appendBytes(arena, vector, rows)
    case 'list': {
      appendArray(arena, vector.offsets, rows + 1)
      return appendVector(arena, vector.child, vector.offsets[rows] as number)
    }
    case 'map': {
      appendArray(arena, vector.offsets, rows + 1)
      appendVector(arena, vector.keys, vector.offsets[rows] as number)
      return appendVector(arena, vector.entries, vector.offsets[rows] as number)
    }
    case 'struct':
      for (const child of vector.children) appendVector(arena, child, rows)
      return
    case 'dictionary':
      invariant(false, 'a detached batch has no dictionary column')
  }
}

/** A gathered column's values lie end to end, so lengths and one run of bytes say it all. */
function appendBytes(arena: ByteArena, vector: BytesVector, rows: number): void {
  appendArray(arena, vector.lengths, rows)
  const size = rows === 0 ? 0 : (vector.offsets[rows - 1] as number) + (vector.lengths[rows - 1] as number)
  arena.appendInt(size)
  arena.append(vector.data, 0, size)
}

class Reader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  byte(): number {
    return this.#bytes[this.#at++] as number
  }

  int(): number {
    this.#at += 4
    return this.#view.getInt32(this.#at - 4, true)
  }

  /** A copy of the next `bytes` bytes, aligned, with `extra` bytes behind. */
  take(bytes: number, extra = 0): ArrayBuffer {
    invariant(this.#at + bytes <= this.#bytes.length, 'an encoded batch ends early')
    const copy = new Uint8Array(bytes + extra)
    copy.set(this.#bytes.subarray(this.#at, this.#at + bytes))
    this.#at += bytes
    return copy.buffer
  }
}

function readVector(reader: Reader, type: DataType, rows: number): Vector {
  const nulls = reader.byte() === 1 ? new Uint8Array(reader.take(rows)) : undefined
  const base = { type, length: rows, nulls }
  switch (layoutOf(type)) {
    case 'bool':
      return { ...base, layout: 'bool', values: new Uint8Array(reader.take(rows)) }
    case 'int32':
      return { ...base, layout: 'int32', values: new Int32Array(reader.take(4 * rows)) }
    case 'int64': {
      const buffer = reader.take(8 * rows)
      return { ...base, layout: 'int64', values: new BigInt64Array(buffer), words: new Int32Array(buffer) }
    }
    case 'float64':
      return { ...base, layout: 'float64', values: new Float64Array(reader.take(8 * rows)) }
    case 'int128':
      return { ...base, layout: 'int128', values: new BigInt64Array(reader.take(16 * rows)) }
    case 'bytes': {
      const lengths = new Int32Array(reader.take(4 * rows))
      const offsets = new Int32Array(rows)
      for (let i = 1; i < rows; i++) offsets[i] = (offsets[i - 1] as number) + (lengths[i - 1] as number)
      const data = new Uint8Array(reader.take(reader.int(), slack))
      return { ...base, layout: 'bytes', data, side: undefined, offsets, lengths }
    }
    case 'list': {
      const offsets = new Int32Array(reader.take(4 * (rows + 1)))
      const element = (type as DataType & { kind: 'array' }).element
      return { ...base, layout: 'list', offsets, child: readVector(reader, element, offsets[rows] as number) }
    }
    case 'map': {
      const offsets = new Int32Array(reader.take(4 * (rows + 1)))
      const { key, value } = type as DataType & { kind: 'map' }
      const keys = readVector(reader, key, offsets[rows] as number)
      return { ...base, layout: 'map', offsets, keys, entries: readVector(reader, value, offsets[rows] as number) }
    }
    case 'struct':
      return { ...base, layout: 'struct', children: partTypes(type).map((one) => readVector(reader, one, rows)) }
    default:
      return { ...base, layout: 'null' }
  }
}

/** Columns that a generated loop fills: pooled buffers, null bytes only once a null came. */
import { VectorBuilder } from '../../columnar/builder.ts'
import { slack } from '../../columnar/bytes.ts'
import type { Dictionary } from '../../columnar/dictionary.ts'
import { layoutOf } from '../../columnar/layout.ts'
import type { Lease, Pool } from '../../columnar/pool.ts'
import type { Vector } from '../../columnar/vector.ts'
import { copyBytes } from '../../columnar/word-reads.ts'
import type { DataType, SqlValue } from '../../types/data-type.ts'

/** One computed column. `begin`, the loop's stores, then `finish` or (after an error) `abandon`. */
export interface OutputColumn {
  readonly type: DataType
  /** Borrows room for `rows` rows. */
  begin(rows: number): void
  setNull(row: number): void
  /** The column of the first `rows` rows; what it borrowed is appended to `leases`. */
  finish(rows: number, leases: Lease[]): Vector
  /** Gives back what was borrowed. */
  abandon(): void
}

/** The column for a type; strings and binary, nested types and the rest are different classes. */
export function outputColumn(type: DataType, pool: Pool): OutputColumn {
  const layout = layoutOf(type)
  switch (layout) {
    case 'bool':
    case 'int32':
    case 'int64':
    case 'float64':
    case 'int128':
      return new FixedOutput(type, layout, pool)
    case 'bytes':
      return new BytesOutput(type, pool)
    default:
      return new ValueOutput(type)
  }
}

/** Null bytes that come into being with the first null. */
class NullBytes {
  readonly #pool: Pool
  #lease: Lease | undefined
  #bytes: Uint8Array | undefined
  #rows = 0

  constructor(pool: Pool) {
    this.#pool = pool
  }

  begin(rows: number): void {
    this.#rows = rows
    this.#lease = undefined
    this.#bytes = undefined
  }

  set(row: number): void {
    let bytes = this.#bytes
    if (bytes === undefined) {
      this.#lease = this.#pool.lease(this.#rows)
      bytes = new Uint8Array(this.#lease.buffer, 0, this.#rows)
      bytes.fill(0)
      this.#bytes = bytes
    }
    bytes[row] = 1
  }

  take(leases: Lease[]): Uint8Array | undefined {
    const bytes = this.#bytes
    if (this.#lease) leases.push(this.#lease)
    this.begin(0)
    return bytes
  }

  abandon(): void {
    this.#lease?.release()
    this.begin(0)
  }
}

const widths = { bool: 1, int32: 4, int64: 8, float64: 8, int128: 16 }
const nothing = new ArrayBuffer(0)

/** Numbers, booleans, times: the loop writes straight into the array that `values` names for its layout. */
export class FixedOutput implements OutputColumn {
  readonly type: DataType
  readonly layout: keyof typeof widths
  bool = new Uint8Array(nothing)
  int32 = new Int32Array(nothing)
  int64 = new BigInt64Array(nothing)
  float64 = new Float64Array(nothing)
  readonly #pool: Pool
  readonly #nulls: NullBytes
  #lease: Lease | undefined

  constructor(type: DataType, layout: keyof typeof widths, pool: Pool) {
    this.type = type
    this.layout = layout
    this.#pool = pool
    this.#nulls = new NullBytes(pool)
  }

  begin(rows: number): void {
    this.#lease = this.#pool.lease(rows * widths[this.layout])
    const { buffer } = this.#lease
    if (this.layout === 'bool') this.bool = new Uint8Array(buffer)
    else if (this.layout === 'int32') this.int32 = new Int32Array(buffer)
    else if (this.layout === 'float64') this.float64 = new Float64Array(buffer)
    else this.int64 = new BigInt64Array(buffer)
    this.#nulls.begin(rows)
  }

  setNull(row: number): void {
    this.#nulls.set(row)
  }

  /** A decimal of more than 18 digits. */
  setWide(row: number, value: bigint): void {
    this.int64[2 * row] = BigInt.asIntN(64, value)
    this.int64[2 * row + 1] = value >> 64n
  }

  finish(rows: number, leases: Lease[]): Vector {
    leases.push(this.#lease as Lease)
    this.#lease = undefined
    const base = { type: this.type, length: rows, nulls: this.#nulls.take(leases) }
    switch (this.layout) {
      case 'bool':
        return { ...base, layout: 'bool', values: this.bool }
      case 'int32':
        return { ...base, layout: 'int32', values: this.int32 }
      case 'float64':
        return { ...base, layout: 'float64', values: this.float64 }
      case 'int64':
        return { ...base, layout: 'int64', values: this.int64, words: new Int32Array(this.int64.buffer) }
      case 'int128':
        return { ...base, layout: 'int128', values: this.int64 }
    }
  }

  abandon(): void {
    this.#lease?.release()
    this.#lease = undefined
    this.#nulls.abandon()
  }
}

const encoder = new TextEncoder()

/** Strings and binary: bytes end to end in one pooled buffer that grows; or codes, where a dictionary is given. */
export class BytesOutput implements OutputColumn {
  readonly type: DataType
  readonly #pool: Pool
  readonly #nulls: NullBytes
  #views: Lease | undefined
  #lease: Lease | undefined
  #data = new Uint8Array(nothing)
  #view = new DataView(nothing)
  #offsets = new Int32Array(nothing)
  #lengths = new Int32Array(nothing)
  #top = 0
  #dictionary: Dictionary | undefined

  constructor(type: DataType, pool: Pool) {
    this.type = type
    this.#pool = pool
    this.#nulls = new NullBytes(pool)
  }

  /** The batch's texts are this dictionary's: `putCode` stores them. */
  useDictionary(dictionary: Dictionary): void {
    this.#dictionary = dictionary
  }

  /** Stores a text of the dictionary. */
  putCode(row: number, code: number): void {
    this.#offsets[row] = code
  }

  begin(rows: number): void {
    this.#dictionary = undefined
    this.#views = this.#pool.lease(rows * 8)
    this.#offsets = new Int32Array(this.#views.buffer, 0, rows)
    this.#lengths = new Int32Array(this.#views.buffer, rows * 4, rows)
    this.#nulls.begin(rows)
    this.#lease = this.#pool.lease(rows * 16 + slack)
    this.#data = new Uint8Array(this.#lease.buffer)
    this.#view = new DataView(this.#lease.buffer)
    this.#top = 0
  }

  setNull(row: number): void {
    this.#nulls.set(row)
    this.#offsets[row] = 0
    this.#lengths[row] = 0
  }

  /** Copies bytes in. */
  putBytes(row: number, data: Uint8Array, offset: number, length: number): void {
    const top = this.#reserve(length)
    if (length < 64) copyBytes(data, offset, length, this.#data, this.#view, top)
    else this.#data.set(data.subarray(offset, offset + length), top)
    this.#offsets[row] = top
    this.#lengths[row] = length
    this.#top = top + length
  }

  /** Copies bytes behind those of the row that was put last. */
  addBytes(row: number, data: Uint8Array, offset: number, length: number): void {
    const top = this.#reserve(length)
    if (length < 64) copyBytes(data, offset, length, this.#data, this.#view, top)
    else this.#data.set(data.subarray(offset, offset + length), top)
    this.#lengths[row] = (this.#lengths[row] as number) + length
    this.#top = top + length
  }

  /** Encodes text. Short ASCII, the common case, skips the encoder. */
  putText(row: number, text: string): void {
    const top = this.#reserve(text.length * 3)
    this.#offsets[row] = top
    let end = top
    if (text.length < 24) {
      for (let i = 0; i < text.length; i++) {
        const unit = text.charCodeAt(i)
        if (unit > 127) break
        this.#data[end++] = unit
      }
    }
    if (end - top < text.length) end = top + encoder.encodeInto(text, this.#data.subarray(top)).written
    this.#lengths[row] = end - top
    this.#top = end
  }

  /** Copies a binary value in. */
  putBinary(row: number, value: Uint8Array): void {
    this.putBytes(row, value, 0, value.length)
  }

  #reserve(length: number): number {
    const needed = this.#top + length + slack
    if (needed > this.#data.length) {
      const grown = this.#pool.lease(Math.max(needed, this.#data.length * 2))
      const data = new Uint8Array(grown.buffer)
      data.set(this.#data.subarray(0, this.#top))
      this.#lease?.release()
      this.#lease = grown
      this.#data = data
      this.#view = new DataView(grown.buffer)
    }
    return this.#top
  }

  finish(rows: number, leases: Lease[]): Vector {
    leases.push(this.#views as Lease, this.#lease as Lease)
    this.#views = undefined
    this.#lease = undefined
    const nulls = this.#nulls.take(leases)
    const base = { type: this.type, length: rows, nulls }
    if (this.#dictionary) return { ...base, layout: 'dictionary', codes: this.#offsets, dictionary: this.#dictionary }
    return {
      ...base,
      layout: 'bytes',
      data: this.#data,
      side: undefined,
      offsets: this.#offsets,
      lengths: this.#lengths,
    }
  }

  abandon(): void {
    this.#views?.release()
    this.#lease?.release()
    this.#views = undefined
    this.#lease = undefined
    this.#nulls.abandon()
  }
}

/** Arrays, maps, structs and NULL: value by value through a builder, unpooled. */
export class ValueOutput implements OutputColumn {
  readonly type: DataType
  #builder: VectorBuilder

  constructor(type: DataType) {
    this.type = type
    this.#builder = new VectorBuilder(type, 1)
  }

  begin(rows: number): void {
    this.#builder = new VectorBuilder(this.type, rows)
  }

  setNull(row: number): void {
    this.put(row, null)
  }

  /** Stores a value; rows that were left out before it become null. */
  put(row: number, value: SqlValue): void {
    while (this.#builder.length < row) this.#builder.append(null)
    this.#builder.append(value)
  }

  finish(rows: number, _leases: Lease[]): Vector {
    while (this.#builder.length < rows) this.#builder.append(null)
    const vector = this.#builder.finish()
    this.abandon()
    return vector
  }

  abandon(): void {
    this.#builder = new VectorBuilder(this.type, 1)
  }
}

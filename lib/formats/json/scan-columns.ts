/** The vectors that a scan fills: one leased buffer per batch, cut into typed arrays by a plan made once. */

import { VectorBuilder } from '../../columnar/builder.ts'
import { ByteDictionary } from '../../columnar/byte-dictionary.ts'
import { hashBytes } from '../../columnar/bytes.ts'
import { layoutOf } from '../../columnar/layout.ts'
import type { Lease, Pool } from '../../columnar/pool.ts'
import { RecordBatch } from '../../columnar/record-batch.ts'
import type { Vector } from '../../columnar/vector.ts'
import type { DataType, SqlValue } from '../../types/data-type.ts'
import { Schema } from '../../types/schema.ts'
import type { Chunk } from '../format.ts'
import { SideBuffer } from './side-buffer.ts'

/** How a column is stored, and so how the scanners write it. */
export const Storage = Object.freeze({
  view: 0,
  dictionary: 1,
  int32: 2,
  int64: 3,
  float64: 4,
  bool: 5,
  /** Through a builder, value by value: nested types and long decimals. */
  built: 6,
})

function storageOf(type: DataType, dictionary: boolean): number {
  switch (layoutOf(type)) {
    case 'bytes':
      return dictionary ? Storage.dictionary : Storage.view
    case 'int32':
      return Storage.int32
    case 'int64':
      return Storage.int64
    case 'float64':
      return Storage.float64
    case 'bool':
      return Storage.bool
    default:
      return Storage.built
  }
}

const widths = [8, 4, 4, 8, 8, 1, 0] as const

/** A dictionary is given up for a new one when it has this many entries or bytes: streams do not end. */
const maxDictionaryEntries = 1 << 18
const maxDictionaryBytes = 1 << 25

const noInts = new Int32Array(0)
const noLongs = new BigInt64Array(0)
const noDoubles = new Float64Array(0)
const noBytes = new Uint8Array(0)
const noColumns = new Schema([])

/**
 * Typed arrays by column position; generated code reads them at the start of each call. Arrays that a column's storage
 * does not need are empty.
 */
export class ScanColumns {
  readonly schema: Schema
  readonly capacity: number
  readonly storage: readonly number[]
  readonly offsets: Int32Array[]
  readonly lengths: Int32Array[]
  /** Values of int32, dictionary codes. */
  readonly ints: Int32Array[]
  readonly longs: BigInt64Array[]
  /** `longs` as words. */
  readonly words: Int32Array[]
  readonly doubles: Float64Array[]
  readonly bytes: Uint8Array[]
  readonly nulls: Uint8Array[]
  /** 1 where the column has a null in this batch. */
  readonly hasNull: Uint8Array
  readonly dictionaries: ByteDictionary[]
  readonly side = new SideBuffer()
  /** Values of columns stored through builders, for the row in progress. */
  readonly pendingValues: SqlValue[]
  readonly #builders: (VectorBuilder | undefined)[]
  readonly #built: readonly number[]
  readonly #size: number
  readonly #places: readonly number[]
  #lease: Lease | undefined

  /** Position of the column for corrupt records, null except where `put` says otherwise; -1 = none. */
  readonly corrupt: number

  /** @param dictionary positions in `schema` of string columns wanted as codes */
  constructor(schema: Schema, dictionary: ReadonlySet<number>, capacity: number, corrupt = -1) {
    this.schema = schema
    this.corrupt = corrupt
    this.capacity = capacity
    this.storage = schema.fields.map((field, at) => storageOf(field.type, dictionary.has(at)))
    const columns = schema.length
    this.offsets = new Array<Int32Array>(columns).fill(noInts)
    this.lengths = new Array<Int32Array>(columns).fill(noInts)
    this.ints = new Array<Int32Array>(columns).fill(noInts)
    this.longs = new Array<BigInt64Array>(columns).fill(noLongs)
    this.words = new Array<Int32Array>(columns).fill(noInts)
    this.doubles = new Array<Float64Array>(columns).fill(noDoubles)
    this.bytes = new Array<Uint8Array>(columns).fill(noBytes)
    this.nulls = new Array<Uint8Array>(columns).fill(noBytes)
    this.hasNull = new Uint8Array(columns)
    this.dictionaries = schema.fields.map(() => new ByteDictionary(16))
    this.pendingValues = new Array<SqlValue>(columns).fill(null)
    this.#builders = new Array<VectorBuilder | undefined>(columns).fill(undefined)
    this.#built = this.storage.flatMap((one, at) => (one === Storage.built ? [at] : []))
    // Nulls first (they are zeroed in one go), then values, each place a multiple of eight.
    let size = columns * this.#nullBytes
    this.#places = this.storage.map((one) => {
      const at = size
      size += aligned((widths[one] as number) * capacity)
      return at
    })
    this.#size = size
  }

  get #nullBytes(): number {
    return aligned(this.capacity)
  }

  /** Whether columns need `finishRow`. */
  get hasBuilt(): boolean {
    return this.#built.length > 0
  }

  /** Borrows the memory of a new batch. */
  begin(pool: Pool): void {
    const lease = pool.lease(Math.max(8, this.#size))
    const { buffer } = lease
    const { capacity } = this
    const nullBytes = this.#nullBytes
    this.#lease = lease
    this.side.begin(pool)
    this.hasNull.fill(0)
    new Uint8Array(buffer, 0, this.storage.length * nullBytes).fill(0)
    for (let at = 0; at < this.storage.length; at++) {
      const place = this.#places[at] as number
      this.nulls[at] = new Uint8Array(buffer, at * nullBytes, capacity)
      switch (this.storage[at]) {
        case Storage.view:
          this.offsets[at] = new Int32Array(buffer, place, capacity)
          this.lengths[at] = new Int32Array(buffer, place + 4 * capacity, capacity)
          break
        case Storage.dictionary:
          this.#renewDictionary(at)
          this.ints[at] = new Int32Array(buffer, place, capacity)
          break
        case Storage.int32:
          this.ints[at] = new Int32Array(buffer, place, capacity)
          break
        case Storage.int64:
          this.longs[at] = new BigInt64Array(buffer, place, capacity)
          this.words[at] = new Int32Array(buffer, place, 2 * capacity)
          break
        case Storage.float64:
          this.doubles[at] = new Float64Array(buffer, place, capacity)
          break
        case Storage.bool:
          this.bytes[at] = new Uint8Array(buffer, place, capacity)
          break
        default:
          this.#builders[at] = new VectorBuilder((this.schema.fields[at] as { type: DataType }).type)
      }
    }
    this.#clearCorrupt()
  }

  #renewDictionary(at: number): void {
    const known = this.dictionaries[at] as ByteDictionary
    if (known.size > maxDictionaryEntries || known.data.length > maxDictionaryBytes) {
      this.dictionaries[at] = new ByteDictionary()
    }
  }

  /** Stores an internal value, null included; for rows that come out of the full byte parser. */
  put(at: number, row: number, value: SqlValue): void {
    if (value === null) return this.putNull(at, row)
    ;(this.nulls[at] as Uint8Array)[row] = 0
    switch (this.storage[at]) {
      case Storage.view:
      case Storage.dictionary:
        this.#putBytes(at, row, value)
        break
      case Storage.int32:
        ;(this.ints[at] as Int32Array)[row] = value as number
        break
      case Storage.int64:
        ;(this.longs[at] as BigInt64Array)[row] = value as bigint
        break
      case Storage.float64:
        ;(this.doubles[at] as Float64Array)[row] = value as number
        break
      case Storage.bool:
        ;(this.bytes[at] as Uint8Array)[row] = value === true ? 1 : 0
        break
      default:
        this.pendingValues[at] = value
    }
  }

  /** A null; its place is left readable. */
  putNull(at: number, row: number): void {
    ;(this.nulls[at] as Uint8Array)[row] = 1
    this.hasNull[at] = 1
    this.pendingValues[at] = null
    const storage = this.storage[at]
    if (storage === Storage.view) {
      ;(this.offsets[at] as Int32Array)[row] = 0
      ;(this.lengths[at] as Int32Array)[row] = 0
    } else if (storage === Storage.dictionary) (this.ints[at] as Int32Array)[row] = 0
  }

  #clearCorrupt(): void {
    const at = this.corrupt
    if (at < 0) return
    ;(this.nulls[at] as Uint8Array).fill(1)
    this.hasNull[at] = 1
    ;(this.offsets[at] as Int32Array).fill(0)
    ;(this.lengths[at] as Int32Array).fill(0)
  }

  #putBytes(at: number, row: number, value: SqlValue): void {
    const { side } = this
    const from = typeof value === 'string' ? side.appendText(value) : side.append(value as Uint8Array)
    this.putSide(at, row, from)
  }

  /** Stores what stands in `side` from `from` to its top. */
  putSide(at: number, row: number, from: number): void {
    const { side } = this
    const length = side.top - from
    if (this.storage[at] === Storage.dictionary) {
      const dictionary = this.dictionaries[at] as ByteDictionary
      const hash = hashBytes(side.view, from, length)
      ;(this.ints[at] as Int32Array)[row] = dictionary.lookup(side.bytes, side.view, from, length, hash)
      side.top = from
      return
    }
    ;(this.offsets[at] as Int32Array)[row] = -1 - from
    ;(this.lengths[at] as Int32Array)[row] = length
  }

  /** Stores `length` bytes of the chunk itself as a string. */
  putView(at: number, row: number, from: number, length: number): void {
    ;(this.nulls[at] as Uint8Array)[row] = 0
    ;(this.offsets[at] as Int32Array)[row] = from
    ;(this.lengths[at] as Int32Array)[row] = length
  }

  /** Ends a row of columns that are built value by value. */
  finishRow(): void {
    for (const at of this.#built) {
      ;(this.#builders[at] as VectorBuilder).append(this.pendingValues[at] as SqlValue)
      this.pendingValues[at] = null
    }
  }

  /** The batch of the first `rows` rows, viewing `chunk`. */
  finish(rows: number, chunk: Chunk): RecordBatch {
    const sideLease = this.side.lease
    const leases = sideLease === undefined ? [this.#lease as Lease] : [this.#lease as Lease, sideLease]
    const vectors = this.storage.map((_, at) => this.#vector(at, rows, chunk))
    // The chunk belongs to the caller: a parent makes `retain` reach it, and `release` leave it.
    const parent = new RecordBatch(noColumns, [], rows, { leases: [chunk.lease] })
    return new RecordBatch(this.schema, vectors, rows, { leases, parent })
  }

  /** Gives the memory of a batch without rows back. */
  abandon(): void {
    this.#lease?.release()
    this.side.lease?.release()
  }

  #vector(at: number, length: number, chunk: Chunk): Vector {
    const { type } = this.schema.fields[at] as { type: DataType }
    // Literals, not a spread base: one small object a column, where two and V8's slow copy kept memory growing.
    const nulls = this.hasNull[at] === 1 ? this.nulls[at] : undefined
    switch (this.storage[at]) {
      case Storage.view: {
        const side = this.side.lease === undefined ? undefined : this.side.bytes
        const offsets = this.offsets[at] as Int32Array
        return {
          type,
          length,
          nulls,
          layout: 'bytes',
          data: chunk.bytes,
          side,
          offsets,
          lengths: this.lengths[at] as Int32Array,
        }
      }
      case Storage.dictionary: {
        const dictionary = this.dictionaries[at] as ByteDictionary
        return { type, length, nulls, layout: 'dictionary', codes: this.ints[at] as Int32Array, dictionary }
      }
      case Storage.int32:
        return { type, length, nulls, layout: 'int32', values: this.ints[at] as Int32Array }
      case Storage.int64:
        return {
          type,
          length,
          nulls,
          layout: 'int64',
          values: this.longs[at] as BigInt64Array,
          words: this.words[at] as Int32Array,
        }
      case Storage.float64:
        return { type, length, nulls, layout: 'float64', values: this.doubles[at] as Float64Array }
      case Storage.bool:
        return { type, length, nulls, layout: 'bool', values: this.bytes[at] as Uint8Array }
      default:
        return (this.#builders[at] as VectorBuilder).finish()
    }
  }
}

const aligned = (bytes: number): number => (bytes + 7) & ~7

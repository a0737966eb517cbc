/** One value of a type by id, or null: what an aggregate keeps of a row that has gone. */

import type { DataType, SqlValue } from '../../types/data-type.ts'
import { VectorBuilder } from '../builder.ts'
import { ByteArena, slack } from '../bytes.ts'
import { BytesSource } from '../bytes-source.ts'
import type { Cells } from '../cells.ts'
import { compareValues } from '../compare.ts'
import { layoutOf, partTypes } from '../layout.ts'
import { encodeRow, RowDecoder } from '../row-codec.ts'
import { valueAt } from '../values.ts'
import type { Vector } from '../vector.ts'
import { FlagCells } from './flag-cells.ts'
import { StructColumn } from './kept-struct.ts'
import { KeptValues, noValue } from './kept-values.ts'
import { Float64Cells, Int32Cells, Int64Cells, Int128Cells, type WordCells } from './word-cells.ts'
import { absentNulls, wordsOf, wordVector } from './word-vector.ts'

export interface KeptColumn {
  readonly cells: readonly Cells[]
  /** Turns to a batch's column, whose rows `put` takes. */
  read(vector: Vector): void
  /** Whether an id has a value that is not null. */
  has(id: number): boolean
  /** Keeps row `row` for an id, in place of what it had. */
  put(id: number, row: number): void
  /** Spark's order of row `row`, not null, and the value of an id: negative, 0 or positive. */
  compare(id: number, row: number): number
  /** Spark's order of what another column has for `from` and the value of an id; both have one. */
  compareFrom(id: number, other: KeptColumn, from: number): number
  /** Keeps what another column of this type has for `from`. */
  putFrom(id: number, other: KeptColumn, from: number): void
  /** The values of the first `count` ids, in memory of their own; null where there is none. */
  vector(ids: Int32Array, count: number): Vector
}

/** An empty column of kept values. */
export function keptColumn(type: DataType): KeptColumn {
  switch (layoutOf(type)) {
    case 'null':
      return new NullColumn(type)
    case 'bool':
      return new BoolColumn(type)
    case 'int32':
      return new WordColumn(type, new Int32Cells())
    case 'int64':
      return new WordColumn(type, new Int64Cells())
    case 'float64':
      return new WordColumn(type, new Float64Cells())
    case 'int128':
      return new WordColumn(type, new Int128Cells())
    case 'bytes':
    case 'dictionary':
      return new BytesColumn(type)
    case 'struct':
      return new StructColumn(type, partTypes(type).map(keptColumn))
    default:
      return new NestedColumn(type)
  }
}

class NullColumn implements KeptColumn {
  readonly cells = []
  readonly #type: DataType

  constructor(type: DataType) {
    this.#type = type
  }

  read(): void {}
  put(): void {}
  putFrom(): void {}

  has(): boolean {
    return false
  }

  compare(): number {
    return 0
  }

  compareFrom(): number {
    return 0
  }

  vector(_: Int32Array, count: number): Vector {
    return { layout: 'null', type: this.#type, length: count, nulls: undefined }
  }
}

class BoolColumn implements KeptColumn {
  readonly cells: readonly [FlagCells]
  readonly #type: DataType
  /** 0 none, 1 false, 2 true */
  readonly #flags = new FlagCells()
  #values: Uint8Array = new Uint8Array(0)
  #nulls: Uint8Array | undefined

  constructor(type: DataType) {
    this.#type = type
    this.cells = [this.#flags]
  }

  read(vector: Vector): void {
    if (vector.layout === 'bool') this.#values = vector.values
    this.#nulls = nullsOf(vector)
  }

  put(id: number, row: number): void {
    const isNull = this.#nulls !== undefined && this.#nulls[row] === 1
    this.#flags.values[id] = isNull ? 0 : 1 + (this.#values[row] as number)
  }

  has(id: number): boolean {
    return this.#flags.values[id] !== 0
  }

  compare(id: number, row: number): number {
    return 1 + (this.#values[row] as number) - (this.#flags.values[id] as number)
  }

  compareFrom(id: number, other: BoolColumn, from: number): number {
    return (other.#flags.values[from] as number) - (this.#flags.values[id] as number)
  }

  putFrom(id: number, other: BoolColumn, from: number): void {
    this.#flags.values[id] = other.#flags.values[from] as number
  }

  vector(ids: Int32Array, count: number): Vector {
    const flags = this.#flags.values
    const values = new Uint8Array(count)
    for (let i = 0; i < count; i++) values[i] = flags[ids[i] as number] === 2 ? 1 : 0
    return { layout: 'bool', type: this.#type, length: count, nulls: absentNulls(flags, ids, count), values }
  }
}

/** A column of NULL may come without null bytes. */
function nullsOf(vector: Vector): Uint8Array | undefined {
  return vector.layout === 'null' ? new Uint8Array(vector.length).fill(1) : vector.nulls
}

class WordColumn implements KeptColumn {
  readonly cells: readonly Cells[]
  readonly #type: DataType
  readonly #values: WordCells
  readonly #present = new FlagCells()
  #words: Int32Array = new Int32Array(0)
  #nulls: Uint8Array | undefined

  constructor(type: DataType, values: WordCells) {
    this.#type = type
    this.#values = values
    this.cells = [values, this.#present]
  }

  read(vector: Vector): void {
    this.#words = wordsOf(vector)
    this.#nulls = nullsOf(vector)
  }

  put(id: number, row: number): void {
    if (this.#nulls !== undefined && this.#nulls[row] === 1) {
      this.#present.values[id] = 0
      return
    }
    this.#present.values[id] = 1
    this.#copy(id, this.#words, row)
  }

  putFrom(id: number, other: WordColumn, from: number): void {
    this.#present.values[id] = other.#present.values[from] as number
    this.#copy(id, other.#values.words, from)
  }

  has(id: number): boolean {
    return this.#present.values[id] === 1
  }

  compare(id: number, row: number): number {
    return compareWords(this.#values, this.#words, row, id)
  }

  compareFrom(id: number, other: WordColumn, from: number): number {
    return compareWords(this.#values, other.#values.words, from, id)
  }

  #copy(id: number, from: Int32Array, at: number): void {
    const { words, width } = this.#values
    for (let word = 0; word < width; word++) words[id * width + word] = from[at * width + word] as number
  }

  vector(ids: Int32Array, count: number): Vector {
    return wordVector(this.#type, this.#values, ids, count, absentNulls(this.#present.values, ids, count))
  }
}

const bits = new DataView(new ArrayBuffer(16))

/** The order of the value at `at` of some words and the one of an id. */
function compareWords(cells: WordCells, words: Int32Array, at: number, id: number): number {
  const own = cells.words
  if (cells instanceof Float64Cells) {
    bits.setInt32(0, words[2 * at] as number, true)
    bits.setInt32(4, words[2 * at + 1] as number, true)
    return compareDoubles(bits.getFloat64(0, true), cells.values[id] as number)
  }
  const { width } = cells
  const high = (words[width * at + width - 1] as number) - (own[width * id + width - 1] as number)
  if (high !== 0) return high
  for (let word = width - 2; word >= 0; word--) {
    const difference = ((words[width * at + word] as number) >>> 0) - ((own[width * id + word] as number) >>> 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** NaN equals NaN and is largest; -0.0 equals 0.0. */
function compareDoubles(a: number, b: number): number {
  if (a < b) return -1
  if (a > b) return 1
  if (a === b) return 0
  return (Number.isNaN(a) ? 1 : 0) - (Number.isNaN(b) ? 1 : 0)
}

class BytesColumn implements KeptColumn {
  readonly cells: readonly [KeptValues]
  readonly #type: DataType
  readonly #kept = new KeptValues()
  readonly #source = new BytesSource()
  #nulls: Uint8Array | undefined

  constructor(type: DataType) {
    this.#type = type
    this.cells = [this.#kept]
  }

  read(vector: Vector): void {
    this.#nulls = nullsOf(vector)
    if (vector.layout !== 'null') this.#source.read(vector)
  }

  put(id: number, row: number): void {
    if (this.#nulls !== undefined && this.#nulls[row] === 1) return this.#kept.unset(id)
    this.#source.seek(row)
    this.#kept.set(id, this.#source.bytes, this.#source.from, this.#source.length)
  }

  has(id: number): boolean {
    return this.#kept.lengths[id] !== noValue
  }

  compare(id: number, row: number): number {
    const kept = this.#kept
    const source = this.#source
    source.seek(row)
    const [offset, length] = [kept.offsets[id] as number, kept.lengths[id] as number]
    return compareRuns(source.bytes, source.from, source.length, kept.bytes, offset, length)
  }

  compareFrom(id: number, other: BytesColumn, from: number): number {
    const [a, b] = [other.#kept, this.#kept]
    const length = a.lengths[from] as number
    return compareRuns(
      a.bytes,
      a.offsets[from] as number,
      length,
      b.bytes,
      b.offsets[id] as number,
      b.lengths[id] as number,
    )
  }

  putFrom(id: number, other: BytesColumn, from: number): void {
    putKept(this.#kept, id, other.#kept, from)
  }

  vector(ids: Int32Array, count: number): Vector {
    return bytesVector(this.#type, this.#kept, ids, count)
  }
}

/** Spark's order of strings: unsigned bytes, a prefix first. */
function compareRuns(
  a: Uint8Array,
  fromA: number,
  lengthA: number,
  b: Uint8Array,
  fromB: number,
  lengthB: number,
): number {
  const shared = Math.min(lengthA, lengthB)
  for (let i = 0; i < shared; i++) {
    const difference = (a[fromA + i] as number) - (b[fromB + i] as number)
    if (difference !== 0) return difference
  }
  return lengthA - lengthB
}

/** Copies the value of an id, or that it has none. */
export function putKept(into: KeptValues, id: number, other: KeptValues, from: number): void {
  const length = other.lengths[from] as number
  if (length === noValue) into.unset(id)
  else into.set(id, other.bytes, other.offsets[from] as number, length)
}

/** A column of strings or binary of the values by id. */
export function bytesVector(type: DataType, kept: KeptValues, ids: Int32Array, count: number): Vector {
  const offsets = new Int32Array(count)
  const lengths = new Int32Array(count)
  let nulls: Uint8Array | undefined
  let total = 0
  for (let i = 0; i < count; i++) {
    const length = kept.lengths[ids[i] as number] as number
    offsets[i] = total
    if (length === noValue) {
      nulls ??= new Uint8Array(count)
      nulls[i] = 1
    } else {
      lengths[i] = length
      total += length
    }
  }
  const data = new Uint8Array(total + slack)
  for (let i = 0; i < count; i++) {
    const from = kept.offsets[ids[i] as number] as number
    const length = lengths[i] as number
    if (length > 0) data.set(kept.bytes.subarray(from, from + length), offsets[i] as number)
  }
  return { layout: 'bytes', type, length: count, nulls, data, side: undefined, offsets, lengths }
}

class NestedColumn implements KeptColumn {
  readonly cells: readonly [KeptValues]
  readonly #type: DataType
  readonly #kept = new KeptValues()
  readonly #decoder: RowDecoder
  readonly #scratch = new ByteArena(256)
  #columns: readonly Vector[] = []

  constructor(type: DataType) {
    this.#type = type
    this.#decoder = new RowDecoder([type])
    this.cells = [this.#kept]
  }

  read(vector: Vector): void {
    this.#columns = [vector]
  }

  put(id: number, row: number): void {
    this.#scratch.top = 0
    encodeRow(this.#scratch, this.#columns, row, false)
    this.#kept.set(id, this.#scratch.bytes, 0, this.#scratch.top)
  }

  has(id: number): boolean {
    // The first byte says whether the value is null.
    return this.#kept.lengths[id] !== noValue && this.#kept.bytes[this.#kept.offsets[id] as number] === 1
  }

  compare(id: number, row: number): number {
    return compareValues(this.#type, valueAt(this.#columns[0] as Vector, row), this.#value(id))
  }

  compareFrom(id: number, other: NestedColumn, from: number): number {
    return compareValues(this.#type, other.#value(from), this.#value(id))
  }

  #value(id: number): SqlValue {
    return this.#decoder.value(this.#kept, this.#kept.offsets[id] as number)
  }

  putFrom(id: number, other: NestedColumn, from: number): void {
    putKept(this.#kept, id, other.#kept, from)
  }

  vector(ids: Int32Array, count: number): Vector {
    return keptRowVector(this.#type, this.#decoder, this.#kept, ids, count)
  }
}

/** A column of values that are kept as `encodeRow` writes them; null for ids that have none. */
export function keptRowVector(
  type: DataType,
  decoder: RowDecoder,
  kept: KeptValues,
  ids: Int32Array,
  count: number,
): Vector {
  const builder = new VectorBuilder(type, count)
  for (let i = 0; i < count; i++) {
    const id = ids[i] as number
    builder.append(kept.lengths[id] === noValue ? null : decoder.value(kept, kept.offsets[id] as number))
  }
  return builder.finish()
}

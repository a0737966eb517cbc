/**
 * A column of a batch: typed arrays, one layout per group of data types (see `lib/types/data-type.ts`).
 *
 * Arrays may be longer than `length` (they are pooled); only rows `0 … length-1` mean anything. `nulls` holds one byte
 * per row, 1 = null, and is undefined when the column has no null: kernels are compiled for both cases. A null row's
 * value is unspecified but readable.
 */
import type { DataType } from '../types/data-type.ts'
import type { Dictionary } from './dictionary.ts'

interface VectorBase {
  readonly type: DataType
  readonly length: number
  readonly nulls: Uint8Array | undefined
}

export interface BoolVector extends VectorBase {
  readonly layout: 'bool'
  readonly values: Uint8Array
}
export interface Int32Vector extends VectorBase {
  readonly layout: 'int32'
  readonly values: Int32Array
}
/** `words` views the same memory as `values`: low word at 2i, high word at 2i+1. Hash, compare and copy through it. */
export interface Int64Vector extends VectorBase {
  readonly layout: 'int64'
  readonly values: BigInt64Array
  readonly words: Int32Array
}
export interface Float64Vector extends VectorBase {
  readonly layout: 'float64'
  readonly values: Float64Array
}
/** Decimals of more than 18 digits: low limb (unsigned bits) at 2i, high limb (signed) at 2i+1. */
export interface Int128Vector extends VectorBase {
  readonly layout: 'int128'
  readonly values: BigInt64Array
}
/**
 * Strings and binary as views. Row i is `lengths[i]` bytes at `offsets[i]` of `data`; a negative offset means
 * `-1 - offset` of `side`, where unescaped or computed text lives. Copy loops may read up to 16 bytes past the end of a
 * value, so both buffers have that much slack.
 */
export interface BytesVector extends VectorBase {
  readonly layout: 'bytes'
  readonly data: Uint8Array
  readonly side: Uint8Array | undefined
  readonly offsets: Int32Array
  readonly lengths: Int32Array
}
/** Strings as codes into a dictionary; codes never enter state, since dictionaries are renewed. */
export interface DictionaryVector extends VectorBase {
  readonly layout: 'dictionary'
  readonly codes: Int32Array
  readonly dictionary: Dictionary
}
/** Row i is elements `offsets[i] … offsets[i+1]-1` of `child`. */
export interface ListVector extends VectorBase {
  readonly layout: 'list'
  readonly offsets: Int32Array
  readonly child: Vector
}
export interface MapVector extends VectorBase {
  readonly layout: 'map'
  readonly offsets: Int32Array
  readonly keys: Vector
  readonly entries: Vector
}
export interface StructVector extends VectorBase {
  readonly layout: 'struct'
  readonly children: readonly Vector[]
}
/** Every row is null. */
export interface NullVector extends VectorBase {
  readonly layout: 'null'
}

export type Vector =
  | BoolVector
  | Int32Vector
  | Int64Vector
  | Float64Vector
  | Int128Vector
  | BytesVector
  | DictionaryVector
  | ListVector
  | MapVector
  | StructVector
  | NullVector

export type Layout = Vector['layout']

/** XXH64 of a column's rows, as Spark hashes values of its type. */
import { BytesSource } from '../../../columnar/bytes-source.ts'
import { wordsOf } from '../../../columnar/cells/word-vector.ts'
import { layoutOf } from '../../../columnar/layout.ts'
import { valueAt } from '../../../columnar/values.ts'
import type { Vector } from '../../../columnar/vector.ts'
import type { DataType } from '../../../types/data-type.ts'
import { hashValue } from '../../functions/hash/hash-value.ts'
import { xxHashBytes, xxHashInt, xxHashLong } from '../../functions/hash/xxhash64.ts'
import { hashInt, hashLong, hashRun, hashWords } from '../../functions/hash/xxhash64-words.ts'

export interface RowHasher {
  /** Turns to a batch's column. */
  read(vector: Vector): void
  /** Leaves the hash of a row that is not null in `hashWords`. */
  seek(row: number): void
}

const hasher = { ofInt: xxHashInt, ofLong: xxHashLong, ofBytes: xxHashBytes }
const bits = new DataView(new ArrayBuffer(8))

/** @param seed a number below 2^32 */
export function rowHasher(type: DataType, seed: number): RowHasher {
  switch (layoutOf(type)) {
    case 'int32':
      return wordHasher((words, row) => hashInt(words[row] as number, seed))
    case 'int64':
      return wordHasher((words, row) => hashLong(words[2 * row + 1] as number, words[2 * row] as number, seed))
    case 'bytes':
      return bytesHasher(seed)
    case 'float64':
      return doubleHasher(type, seed)
    default:
      return valueHasher(type, seed)
  }
}

function wordHasher(hash: (words: Int32Array, row: number) => void): RowHasher {
  let words: Int32Array = new Int32Array(0)
  return {
    read(vector) {
      words = wordsOf(vector)
    },
    seek: (row) => hash(words, row),
  }
}

function bytesHasher(seed: number): RowHasher {
  const source = new BytesSource()
  let seen = source.bytes
  let view = new DataView(seen.buffer)
  return {
    read: (vector) => source.read(vector),
    seek(row) {
      source.seek(row)
      if (source.bytes !== seen) {
        seen = source.bytes
        view = new DataView(seen.buffer, seen.byteOffset, seen.byteLength)
      }
      hashRun(view, source.from, source.length, seed)
    },
  }
}

/** By its bits, NaN and -0.0 made one. */
function doubleHasher(type: DataType, seed: number): RowHasher {
  let values = new Float64Array(0)
  return {
    read(vector) {
      if (vector.layout === 'float64') values = vector.values as Float64Array<ArrayBuffer>
    },
    seek(row) {
      const value = values[row] as number
      const normal = value === 0 ? 0 : Number.isNaN(value) ? Number.NaN : value
      if (type.kind === 'float') {
        bits.setFloat32(0, normal)
        hashInt(bits.getInt32(0), seed)
      } else {
        bits.setFloat64(0, normal)
        hashLong(bits.getInt32(0), bits.getInt32(4), seed)
      }
    },
  }
}

/** Wide decimals, booleans, arrays and structs: value by value. */
function valueHasher(type: DataType, seed: number): RowHasher {
  let column: Vector | undefined
  return {
    read(vector) {
      column = vector
    },
    seek(row) {
      const hash = hashValue(hasher, type, valueAt(column as Vector, row), BigInt(seed))
      hashWords[0] = Number(BigInt.asIntN(32, hash >> 32n))
      hashWords[1] = Number(BigInt.asIntN(32, hash))
    },
  }
}

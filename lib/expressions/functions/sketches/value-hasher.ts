/** Hashes of a column's values as the sketches of Apache DataSketches hash them, in `murmurWords`. */
import { BytesSource } from '../../../columnar/bytes-source.ts'
import { wordsOf } from '../../../columnar/cells/word-vector.ts'
import { valueAt } from '../../../columnar/values.ts'
import type { Vector } from '../../../columnar/vector.ts'
import type { DataType, SqlValue } from '../../../types/data-type.ts'
import { murmurLong, murmurRun } from './murmur128.ts'

export interface ValueHasher {
  /** Turns to a batch's column. */
  read(vector: Vector): void
  /** Hashes a row that is not null; false for what sketches do not count: empty texts, bytes and arrays. */
  seek(row: number): boolean
}

const bits = new DataView(new ArrayBuffer(8))

/** @param type INT, BIGINT, FLOAT, DOUBLE, STRING, BINARY or an array of INT or BIGINT */
export function valueHasher(type: DataType): ValueHasher {
  switch (type.kind) {
    case 'int':
      return wordHasher((words, row) => {
        const value = words[row] as number
        murmurLong(value >> 31, value)
      })
    case 'long':
      return wordHasher((words, row) => murmurLong(words[2 * row + 1] as number, words[2 * row] as number))
    case 'float':
    case 'double':
      return doubleHasher()
    case 'array':
      return arrayHasher(type.element.kind === 'int' ? 4 : 8)
    default:
      return bytesHasher()
  }
}

function wordHasher(hash: (words: Int32Array, row: number) => void): ValueHasher {
  let words: Int32Array = new Int32Array(0)
  return {
    read(vector) {
      words = wordsOf(vector)
    },
    seek(row) {
      hash(words, row)
      return true
    },
  }
}

function bytesHasher(): ValueHasher {
  const source = new BytesSource()
  let seen = source.bytes
  let view = new DataView(seen.buffer)
  return {
    read: (vector) => source.read(vector),
    seek(row) {
      source.seek(row)
      if (source.length === 0) return false
      if (source.bytes !== seen) {
        seen = source.bytes
        view = new DataView(seen.buffer, seen.byteOffset, seen.byteLength)
      }
      murmurRun(view, source.from, source.length)
      return true
    },
  }
}

/** By its bits as a double, NaN and -0.0 made one. */
function doubleHasher(): ValueHasher {
  let values = new Float64Array(0)
  return {
    read(vector) {
      if (vector.layout === 'float64') values = vector.values as Float64Array<ArrayBuffer>
    },
    seek(row) {
      const value = values[row] as number
      bits.setFloat64(0, value === 0 ? 0 : Number.isNaN(value) ? Number.NaN : value)
      murmurLong(bits.getInt32(0), bits.getInt32(4))
      return true
    },
  }
}

/** Elements one behind the other; null is 0. */
function arrayHasher(width: 4 | 8): ValueHasher {
  let column: Vector | undefined
  return {
    read(vector) {
      column = vector
    },
    seek(row) {
      const elements = valueAt(column as Vector, row) as readonly SqlValue[]
      if (elements.length === 0) return false
      const view = new DataView(new ArrayBuffer(width * elements.length))
      for (const [at, element] of elements.entries()) {
        if (width === 4) view.setInt32(4 * at, (element ?? 0) as number, true)
        else view.setBigInt64(8 * at, (element ?? 0n) as bigint, true)
      }
      murmurRun(view, 0, view.byteLength)
      return true
    },
  }
}

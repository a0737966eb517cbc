/** Columns of numbers as words, and back. */
import type { DataType } from '../../types/data-type.ts'
import { layoutOf } from '../layout.ts'
import type { Vector } from '../vector.ts'
import type { WordCells } from './word-cells.ts'

/** A vector of words by id. */
export function wordVector(
  type: DataType,
  cells: WordCells,
  ids: Int32Array,
  count: number,
  nulls: Uint8Array | undefined,
): Vector {
  const { words, width } = cells
  const taken = new Int32Array(count * width)
  for (let i = 0; i < count; i++) {
    const from = (ids[i] as number) * width
    for (let word = 0; word < width; word++) taken[i * width + word] = words[from + word] as number
  }
  const base = { type, length: count, nulls }
  switch (layoutOf(type)) {
    case 'int32':
      return { ...base, layout: 'int32', values: taken }
    case 'float64':
      return { ...base, layout: 'float64', values: new Float64Array(taken.buffer) }
    case 'int128':
      return { ...base, layout: 'int128', values: new BigInt64Array(taken.buffer) }
    default:
      return { ...base, layout: 'int64', values: new BigInt64Array(taken.buffer), words: taken }
  }
}

/** The words of a column of numbers. */
export function wordsOf(vector: Vector): Int32Array {
  switch (vector.layout) {
    case 'int32':
      return vector.values
    case 'int64':
      return vector.words
    case 'float64':
      return new Int32Array(vector.values.buffer, vector.values.byteOffset, vector.length * 2)
    case 'int128':
      return new Int32Array(vector.values.buffer, vector.values.byteOffset, vector.length * 4)
    default:
      return new Int32Array(0)
  }
}

/** Null bytes of the ids that have no value; undefined when all have one. */
export function absentNulls(present: Uint8Array, ids: Int32Array, count: number): Uint8Array | undefined {
  let nulls: Uint8Array | undefined
  for (let i = 0; i < count; i++) {
    if (present[ids[i] as number] !== 0) continue
    nulls ??= new Uint8Array(count)
    nulls[i] = 1
  }
  return nulls
}

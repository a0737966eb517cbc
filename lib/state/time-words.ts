/** Times in µs as pairs of words, low then high: how state holds them, a bigint a row being an allocation. */
import type { Int64Vector } from '../columnar/vector.ts'
import type { DataType } from '../types/data-type.ts'
import { timestampType } from '../types/types.ts'

/** Bytes of a time in the order of times. */
export const orderedTimeBytes = 8

/** Writes time `row` so that the order of the bytes is that of the times: big endian, the sign turned. */
export function writeOrderedTime(view: DataView, at: number, { words }: Int64Vector, row: number): void {
  view.setInt32(at, (words[2 * row + 1] as number) ^ -0x8000_0000)
  view.setInt32(at + 4, words[2 * row] as number)
}

/** Reads what `writeOrderedTime` wrote into words 2·row and 2·row + 1. */
export function readOrderedTime(view: DataView, at: number, words: Int32Array, row: number): void {
  words[2 * row + 1] = view.getInt32(at) ^ -0x8000_0000
  words[2 * row] = view.getInt32(at + 4)
}

/** Words as a column; they must begin at a multiple of 8 bytes. */
export function timeVector(words: Int32Array, nulls?: Uint8Array, type: DataType = timestampType): Int64Vector {
  const values = new BigInt64Array(words.buffer, words.byteOffset, words.length >> 1)
  return { type, length: values.length, nulls, layout: 'int64', values, words }
}

/** Times number `ids[0]`, `ids[1]`, … as a column of their own. */
export function timesAt(words: Int32Array, ids: Int32Array, count: number, type?: DataType): Int64Vector {
  const chosen = new Int32Array(2 * count)
  for (let i = 0; i < count; i++) {
    const id = ids[i] as number
    chosen[2 * i] = words[2 * id] as number
    chosen[2 * i + 1] = words[2 * id + 1] as number
  }
  return timeVector(chosen, undefined, type)
}

/** Times of the rows, with their nulls, as a column of their own; undefined rows = 0 … count−1. */
export function timesOfRows({ words, nulls }: Int64Vector, rows: Int32Array | undefined, count: number): Int64Vector {
  if (rows === undefined) return timeVector(words.slice(0, 2 * count), nulls?.slice(0, count))
  const { words: chosen } = timesAt(words, rows, count)
  if (nulls === undefined) return timeVector(chosen)
  const chosenNulls = new Uint8Array(count)
  for (let i = 0; i < count; i++) chosenNulls[i] = nulls[rows[i] as number] as number
  return timeVector(chosen, chosenNulls)
}

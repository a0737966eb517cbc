/** Single values out of vectors, in the internal form of `lib/types/data-type.ts`. For edges and oracles, not hot paths. */
import type { SqlValue } from '../types/data-type.ts'
import { textOf } from './bytes.ts'
import type { RecordBatch } from './record-batch.ts'
import type { BytesVector, DictionaryVector, Vector } from './vector.ts'

/** Value of row `row` (not of the selection's `row`th row). */
export function valueAt(vector: Vector, row: number): SqlValue {
  if (vector.nulls !== undefined && vector.nulls[row] === 1) return null
  switch (vector.layout) {
    case 'null':
      return null
    case 'bool':
      return vector.values[row] === 1
    case 'int32':
    case 'float64':
      return vector.values[row] as number
    case 'int64':
      return vector.values[row] as bigint
    case 'int128':
      return (
        (BigInt.asIntN(64, vector.values[2 * row + 1] as bigint) << 64n) |
        BigInt.asUintN(64, vector.values[2 * row] as bigint)
      )
    case 'bytes':
      return bytesAt(vector, row)
    case 'dictionary':
      return entryAt(vector, row)
    case 'list':
      return range(vector.offsets[row] as number, vector.offsets[row + 1] as number, (at) => valueAt(vector.child, at))
    case 'map':
      return range(vector.offsets[row] as number, vector.offsets[row + 1] as number, (at) => [
        valueAt(vector.keys, at),
        valueAt(vector.entries, at),
      ])
    case 'struct':
      return vector.children.map((child) => valueAt(child, row))
  }
}

function range(from: number, to: number, value: (at: number) => SqlValue): SqlValue[] {
  const values: SqlValue[] = []
  for (let at = from; at < to; at++) values.push(value(at))
  return values
}

function bytesAt(vector: BytesVector, row: number): SqlValue {
  const offset = vector.offsets[row] as number
  const length = vector.lengths[row] as number
  const data = offset < 0 ? (vector.side as Uint8Array) : vector.data
  const from = offset < 0 ? -1 - offset : offset
  return vector.type.kind === 'binary' ? data.slice(from, from + length) : textOf(data, from, length)
}

function entryAt(vector: DictionaryVector, row: number): SqlValue {
  const { dictionary } = vector
  const code = vector.codes[row] as number
  if (vector.type.kind !== 'binary') return dictionary.text(code)
  const from = dictionary.offsets[code] as number
  return dictionary.data.slice(from, from + (dictionary.lengths[code] as number))
}

/** One row of a batch as internal values, by column. */
export function rowAt(batch: RecordBatch, row: number): SqlValue[] {
  return batch.columns.map((column) => valueAt(column, row))
}

/** The selected rows, in order. */
export function rowsOf(batch: RecordBatch): SqlValue[][] {
  const rows: SqlValue[][] = []
  for (let at = 0; at < batch.selected; at++)
    rows.push(rowAt(batch, batch.selection ? (batch.selection[at] as number) : at))
  return rows
}

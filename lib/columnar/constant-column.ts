/** One value as a column, a literal's or a partition directory's: built once, handed out for every batch. */

import type { DataType, SqlValue } from '../types/data-type.ts'
import { VectorBuilder } from './builder.ts'
import type { Vector } from './vector.ts'

/** Kept memory, never pooled: batches may hold it for as long as they like. */
export class ConstantColumn {
  readonly #type: DataType
  readonly #value: SqlValue
  #vector: Vector | undefined

  constructor(type: DataType, value: SqlValue) {
    this.#type = type
    this.#value = value
  }

  /** The column for `rows` rows. */
  vector(rows: number): Vector {
    if (this.#vector === undefined || this.#vector.length < rows) this.#vector = this.#build(rows)
    return this.#vector.length === rows ? this.#vector : { ...this.#vector, length: rows }
  }

  #build(rows: number): Vector {
    const one = new VectorBuilder(this.#type, 1)
    one.append(this.#value)
    const vector = one.finish()
    if (vector.layout === 'bytes' && this.#value !== null) {
      const [offset = 0, length = 0] = [vector.offsets[0], vector.lengths[0]]
      return {
        ...vector,
        length: rows,
        offsets: new Int32Array(rows).fill(offset),
        lengths: new Int32Array(rows).fill(length),
      }
    }
    const builder = new VectorBuilder(this.#type, rows)
    for (let row = 0; row < rows; row++) builder.append(this.#value)
    return builder.finish()
  }
}

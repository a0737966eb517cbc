/** Columns with one value in every row: what partition directories give. */
import { vectorOf } from '../../lib/columnar/builder.ts'
import type { Vector } from '../../lib/columnar/vector.ts'
import type { DataType, SqlValue } from '../../lib/types/data-type.ts'

/** Makes vectors of one value; memory is shared by all of them and never overwritten. */
export class ConstantColumn {
  readonly #type: DataType
  readonly #value: SqlValue
  #longest: Vector | undefined

  constructor(type: DataType, value: SqlValue) {
    this.#type = type
    this.#value = value
  }

  /** A vector of `length` rows. */
  vector(length: number): Vector {
    if (!this.#longest || this.#longest.length < length) {
      this.#longest = vectorOf(this.#type, new Array<SqlValue>(length).fill(this.#value))
    }
    return { ...this.#longest, length }
  }
}

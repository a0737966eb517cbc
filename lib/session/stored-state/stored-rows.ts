/** A table of state as rows with Spark's columns: `key`, `value`, and what state variables have in their place. */
import { valueAt } from '../../columnar/values.ts'
import type { Vector } from '../../columnar/vector.ts'
import type { Field, SqlValue } from '../../types/data-type.ts'
import { field, structType } from '../../types/types.ts'

export interface StoredRows {
  readonly fields: readonly Field[]
  rows(): Iterable<readonly SqlValue[]>
}

/** Rows read at once. */
const stepRows = 4096

/**
 * Rows of a key and a value, both structs.
 *
 * @param ids of what is there
 * @param columns of some ids, the key's and then the value's
 */
export function keyValueRows(
  key: readonly Field[],
  value: readonly Field[],
  ids: Int32Array,
  columns: (ids: Int32Array) => readonly Vector[],
): StoredRows {
  return {
    fields: [field('key', structType(key.map(plain))), field('value', structType(value.map(plain)))],
    *rows() {
      for (let from = 0; from < ids.length; from += stepRows) {
        const some = ids.subarray(from, from + stepRows)
        const vectors = columns(some)
        for (let row = 0; row < some.length; row++) {
          const values = vectors.map((vector) => valueAt(vector, row))
          yield [values.slice(0, key.length), values.slice(key.length)]
        }
      }
    },
  }
}

/** A column of state is a column like others: what the query knew of it is left behind. */
export const plain = ({ name, type }: Field): Field => field(name, type)

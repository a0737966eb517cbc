/** Columns of numbers as doubles, for the statistics: what Spark's cast to DOUBLE gives. */
import type { Vector } from '../../../columnar/vector.ts'
import type { ChosenRows } from './chosen-rows.ts'

let scratch: Float64Array[] = []

/**
 * The numbers of the chosen rows, in their order.
 *
 * @param slot which of the scratch arrays to use; they are overwritten by the next `add`
 */
export function doublesOf(vector: Vector, { rows, count }: ChosenRows, slot: number): Float64Array {
  if ((scratch[slot]?.length ?? 0) < count) {
    scratch = [...scratch]
    scratch[slot] = new Float64Array(Math.max(count, 8192))
  }
  const doubles = scratch[slot] as Float64Array
  if (vector.layout === 'float64' || vector.layout === 'int32') {
    const { values } = vector
    for (let i = 0; i < count; i++) doubles[i] = values[rows[i] as number] as number
  }
  return doubles
}

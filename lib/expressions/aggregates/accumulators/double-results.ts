/** Results that are doubles or null, as a column. */
import type { Vector } from '../../../columnar/vector.ts'
import { doubleType } from '../../../types/types.ts'

export function doubleResults(ids: Int32Array, count: number, result: (id: number) => number | null): Vector {
  const values = new Float64Array(count)
  let nulls: Uint8Array | undefined
  for (let i = 0; i < count; i++) {
    const value = result(ids[i] as number)
    if (value === null) {
      nulls ??= new Uint8Array(count)
      nulls[i] = 1
    } else values[i] = value
  }
  return { layout: 'float64', type: doubleType, length: count, nulls, values }
}

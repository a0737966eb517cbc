/** Whole numbers held as doubles, as a column of BIGINT. */
import { stepRows } from '../../../codegen/step-driver.ts'
import type { Vector } from '../../../columnar/vector.ts'
import type { DataType } from '../../../types/data-type.ts'

/** The numbers (whole, 0 to 2^53) of the first `count` ids, by words: no bigint is made. */
export function longsOf(type: DataType, numbers: Float64Array, ids: Int32Array, count: number): Vector {
  const words = new Int32Array(2 * count)
  for (let from = 0; from < count; from += stepRows)
    splitNumbers(numbers, ids, from, Math.min(from + stepRows, count), words)
  return { layout: 'int64', type, length: count, nulls: undefined, values: new BigInt64Array(words.buffer), words }
}

function splitNumbers(numbers: Float64Array, ids: Int32Array, from: number, to: number, words: Int32Array): void {
  for (let i = from; i < to; i++) {
    const number = numbers[ids[i] as number] as number
    words[2 * i] = number % 2 ** 32
    words[2 * i + 1] = Math.floor(number / 2 ** 32)
  }
}

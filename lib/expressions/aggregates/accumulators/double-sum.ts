/** Sums of doubles, with how many there were: what sum and avg of DOUBLE remember. */
import { driveSteps } from '../../../codegen/step-driver.ts'
import { Float64Cells } from '../../../columnar/cells/word-cells.ts'
import type { Vector } from '../../../columnar/vector.ts'
import type { Field } from '../../../types/data-type.ts'
import { doubleType } from '../../../types/types.ts'
import type { Accumulator } from '../aggregate-function.ts'
import { nonNullRows } from './chosen-rows.ts'

interface State {
  readonly ids: Int32Array
  readonly rows: Int32Array
  readonly values: Float64Array | Int32Array
  readonly words: Int32Array | undefined
  readonly sums: Float64Array
  readonly counts: Float64Array
}

/**
 * Arguments: one column of doubles or integers.
 *
 * @param mean gives sum / count, else the sum; null when no value came
 */
export function doubleSum(buffer: readonly Field[], mean: boolean): Accumulator {
  const sums = new Float64Cells()
  const counts = new Float64Cells()
  return {
    cells: [sums, counts],
    buffer,
    add(ids, args, rows, count) {
      const chosen = nonNullRows(ids, args, rows, count)
      const [arg] = args
      if (arg === undefined || chosen.count === 0) return
      const state = { ids: chosen.ids, rows: chosen.rows, sums: sums.values, counts: counts.values }
      addTo(state, arg, chosen.count)
    },
    merge(into, other, from, count) {
      const [otherSums, otherCounts] = other.cells as readonly [Float64Cells, Float64Cells]
      for (let i = 0; i < count; i++) {
        const id = into[i] as number
        const at = from[i] as number
        sums.values[id] = (sums.values[id] as number) + (otherSums.values[at] as number)
        counts.values[id] = (counts.values[id] as number) + (otherCounts.values[at] as number)
      }
    },
    finish(ids, count) {
      const values = new Float64Array(count)
      let nulls: Uint8Array | undefined
      for (let i = 0; i < count; i++) {
        const id = ids[i] as number
        const divisor = counts.values[id] as number
        if (divisor === 0) {
          nulls ??= new Uint8Array(count)
          nulls[i] = 1
        }
        values[i] = mean ? (sums.values[id] as number) / divisor : (sums.values[id] as number)
      }
      return { layout: 'float64', type: doubleType, length: count, nulls, values }
    },
  }
}

function addTo(state: Omit<State, 'values' | 'words'>, arg: Vector, count: number): void {
  if (arg.layout === 'int64') driveSteps(addLongs, { ...state, values: noNumbers, words: arg.words }, 0, count)
  else if (arg.layout === 'int32') driveSteps(addInts, { ...state, values: arg.values, words: undefined }, 0, count)
  else if (arg.layout === 'float64') {
    driveSteps(addDoubles, { ...state, values: arg.values, words: undefined }, 0, count)
  }
}

const noNumbers = new Int32Array(0)

function addDoubles({ ids, rows, values, sums, counts }: State, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const id = ids[i] as number
    sums[id] = (sums[id] as number) + (values[rows[i] as number] as number)
    counts[id] = (counts[id] as number) + 1
  }
}

function addInts({ ids, rows, values, sums, counts }: State, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const id = ids[i] as number
    sums[id] = (sums[id] as number) + (values[rows[i] as number] as number)
    counts[id] = (counts[id] as number) + 1
  }
}

/** A long rounds once on its way to a double: high · 2^32 is exact, the sum with the low word rounds. */
function addLongs({ ids, rows, words, sums, counts }: State, from: number, to: number): void {
  const halves = words as Int32Array
  for (let i = from; i < to; i++) {
    const id = ids[i] as number
    const row = rows[i] as number
    const value = (halves[2 * row + 1] as number) * 4294967296 + ((halves[2 * row] as number) >>> 0)
    sums[id] = (sums[id] as number) + value
    counts[id] = (counts[id] as number) + 1
  }
}

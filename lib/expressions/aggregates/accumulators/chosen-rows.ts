/** The rows an aggregate looks at: those whose arguments are not null. One list, so that a kernel needs one loop. */
import type { Vector } from '../../../columnar/vector.ts'

/** Ids and row numbers, the first `count`. Its arrays are used again by the next call: for within one `add`. */
export interface ChosenRows {
  ids: Int32Array
  rows: Int32Array
  count: number
}

let everyRow = new Int32Array(0)
let keptIds = new Int32Array(0)
let keptRows = new Int32Array(0)
const none = new Int32Array(0)
const chosen: ChosenRows = { ids: none, rows: none, count: 0 }

/** Row numbers 0, 1, 2 …, at least `count` of them. */
function rowNumbers(count: number): Int32Array {
  if (everyRow.length < count) {
    everyRow = new Int32Array(Math.max(count, everyRow.length * 2))
    for (let i = 0; i < everyRow.length; i++) everyRow[i] = i
  }
  return everyRow
}

/**
 * The rows that have no null in any of the arguments.
 *
 * @param rows row numbers, or undefined for 0 … count−1, as in `Accumulator.add`
 */
export function nonNullRows(
  ids: Int32Array,
  args: readonly Vector[],
  rows: Int32Array | undefined,
  count: number,
): ChosenRows {
  chosen.ids = ids
  chosen.rows = rows ?? rowNumbers(count)
  chosen.count = count
  for (const arg of args) {
    if (arg.layout === 'null') chosen.count = 0
    else if (arg.nulls !== undefined) leaveOut(chosen, arg.nulls)
  }
  return chosen
}

/** All rows, nulls too. */
export function allRows(ids: Int32Array, rows: Int32Array | undefined, count: number): ChosenRows {
  return nonNullRows(ids, [], rows, count)
}

/** Moves the rows that are not null together. The lists may be the scratch lists themselves: places never run ahead. */
function leaveOut(from: ChosenRows, nulls: Uint8Array): void {
  const { ids, rows, count } = from
  if (keptIds.length < count) {
    keptIds = new Int32Array(Math.max(count, 8192))
    keptRows = new Int32Array(keptIds.length)
  }
  const toIds = keptIds
  const toRows = keptRows
  let kept = 0
  for (let i = 0; i < count; i++) {
    const row = rows[i] as number
    toIds[kept] = ids[i] as number
    toRows[kept] = row
    kept += 1 - (nulls[row] as number)
  }
  from.ids = toIds
  from.rows = toRows
  from.count = kept
}

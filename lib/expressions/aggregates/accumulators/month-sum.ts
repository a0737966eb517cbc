/** Sums of intervals of years and months, which are 32-bit numbers of months. */

import { FlagCells } from '../../../columnar/cells/flag-cells.ts'
import { Int32Cells } from '../../../columnar/cells/word-cells.ts'
import { wordVector } from '../../../columnar/cells/word-vector.ts'
import type { Accumulator } from '../aggregate-function.ts'
import { nonNullRows } from './chosen-rows.ts'
import { type LongSumForm, overflowed, seen, sumNulls } from './long-sum.ts'

/** Arguments: one column of months. */
export function monthSum({ type, buffer, overflow }: LongSumForm): Accumulator {
  const sums = new Int32Cells()
  const flags = new FlagCells()
  const addOne = (id: number, months: number): void => {
    const total = (sums.words[id] as number) + months
    sums.words[id] = total
    if (total === (total | 0)) return
    if (overflow) throw overflow()
    flags.values[id] = seen | overflowed
  }
  return {
    cells: [sums, flags],
    buffer,
    add(ids, args, rows, count) {
      const chosen = nonNullRows(ids, args, rows, count)
      const [arg] = args
      if (arg?.layout !== 'int32') return
      for (let i = 0; i < chosen.count; i++) {
        const id = chosen.ids[i] as number
        flags.values[id] = (flags.values[id] as number) | seen
        addOne(id, arg.values[chosen.rows[i] as number] as number)
      }
    },
    merge(into, other, from, count) {
      const [otherSums, otherFlags] = other.cells as readonly [Int32Cells, FlagCells]
      for (let i = 0; i < count; i++) {
        const id = into[i] as number
        const at = from[i] as number
        if (otherFlags.values[at] === 0) continue
        flags.values[id] = (flags.values[id] as number) | (otherFlags.values[at] as number)
        addOne(id, otherSums.words[at] as number)
      }
    },
    finish: (ids, count) => wordVector(type, sums, ids, count, sumNulls(flags.values, ids, count)),
  }
}

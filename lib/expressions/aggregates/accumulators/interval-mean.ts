/** The mean of intervals: their exact sum and how many there were, divided in the end, halves away from zero. */
import { VectorBuilder } from '../../../columnar/builder.ts'
import type { Float64Cells } from '../../../columnar/cells/word-cells.ts'
import { valueAt } from '../../../columnar/values.ts'
import type { DataType } from '../../../types/data-type.ts'
import { divideHalfUp } from '../../functions/numeric/decimal.ts'
import type { Accumulator } from '../aggregate-function.ts'
import { countAccumulator } from '../count.ts'
import { type LongSumForm, longSum } from './long-sum.ts'
import { monthSum } from './month-sum.ts'

/** @param total type of the sum; `form.type` is that of the mean */
export function intervalMean(form: LongSumForm, total: DataType): Accumulator {
  const months = total.kind === 'year_month_interval'
  const sum = months ? monthSum({ ...form, type: total }) : longSum({ ...form, type: total })
  const counted = countAccumulator()
  const counts = counted.cells[0] as Float64Cells
  return {
    cells: [...sum.cells, counts],
    buffer: form.buffer,
    add(ids, args, rows, count) {
      sum.add(ids, args, rows, count)
      counted.add(ids, args, rows, count)
    },
    merge(into, other, from, count) {
      sum.merge(into, other, from, count)
      counted.merge(into, { ...other, cells: other.cells.slice(-1) }, from, count)
    },
    finish(ids, count) {
      const totals = sum.finish(ids, count)
      const builder = new VectorBuilder(form.type, count)
      for (let i = 0; i < count; i++) {
        const value = valueAt(totals, i)
        const divisor = BigInt(counts.values[ids[i] as number] as number)
        if (value === null) builder.append(null)
        else if (typeof value === 'bigint') builder.append(divideHalfUp(value, divisor))
        else builder.append(Number(divideHalfUp(BigInt(value as number), divisor)))
      }
      return builder.finish()
    },
  }
}

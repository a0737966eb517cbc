/** The smallest or largest of arrays and structs, in Spark's order: element by element, nulls first. */
import { ByteArena } from '../../../columnar/bytes.ts'
import { keptRowVector } from '../../../columnar/cells/kept-column.ts'
import { KeptValues, noValue } from '../../../columnar/cells/kept-values.ts'
import { compareValues } from '../../../columnar/compare.ts'
import { encodeRow, RowDecoder } from '../../../columnar/row-codec.ts'
import { valueAt } from '../../../columnar/values.ts'
import type { DataType, Field } from '../../../types/data-type.ts'
import type { Accumulator } from '../aggregate-function.ts'
import { nonNullRows } from './chosen-rows.ts'

/** @param largest whether max, not min */
export function extremeNested(type: DataType, buffer: readonly Field[], largest: boolean): Accumulator {
  const kept = new KeptValues()
  const decoder = new RowDecoder([type])
  const scratch = new ByteArena(256)
  const better = (id: number, value: ReturnType<typeof valueAt>): boolean => {
    if (kept.lengths[id] === noValue) return true
    const order = compareValues(type, value, decoder.value(kept, kept.offsets[id] as number))
    return largest ? order > 0 : order < 0
  }
  return {
    cells: [kept],
    buffer,
    add(ids, args, rows, count) {
      const chosen = nonNullRows(ids, args, rows, count)
      const [arg] = args
      if (arg === undefined) return
      for (let i = 0; i < chosen.count; i++) {
        const id = chosen.ids[i] as number
        const row = chosen.rows[i] as number
        if (!better(id, valueAt(arg, row))) continue
        scratch.top = 0
        encodeRow(scratch, args, row, false)
        kept.set(id, scratch.bytes, 0, scratch.top)
      }
    },
    merge(into, other, from, count) {
      const [others] = other.cells as readonly [KeptValues]
      for (let i = 0; i < count; i++) {
        const at = from[i] as number
        const length = others.lengths[at] as number
        if (length === noValue) continue
        const offset = others.offsets[at] as number
        const id = into[i] as number
        if (better(id, decoder.value(others, offset))) kept.set(id, others.bytes, offset, length)
      }
    },
    finish: (ids, count) => keptRowVector(type, decoder, kept, ids, count),
  }
}

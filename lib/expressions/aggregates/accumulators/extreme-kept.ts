/** The smallest or largest of strings (as bytes: nothing is decoded), binary, arrays and structs. */
import { type KeptColumn, keptColumn } from '../../../columnar/cells/kept-column.ts'
import type { DataType, Field } from '../../../types/data-type.ts'
import type { Accumulator } from '../aggregate-function.ts'
import { nonNullRows } from './chosen-rows.ts'

interface Kept extends Accumulator {
  readonly kept: KeptColumn
}

/** @param largest whether max, not min */
export function extremeKept(type: DataType, buffer: readonly Field[], largest: boolean): Kept {
  const kept = keptColumn(type)
  const sign = largest ? 1 : -1
  return {
    kept,
    cells: kept.cells,
    buffer,
    add(ids, args, rows, count) {
      const chosen = nonNullRows(ids, args, rows, count)
      const [arg] = args
      if (arg === undefined || chosen.count === 0) return
      kept.read(arg)
      for (let i = 0; i < chosen.count; i++) {
        const id = chosen.ids[i] as number
        const row = chosen.rows[i] as number
        if (!kept.has(id) || sign * kept.compare(id, row) > 0) kept.put(id, row)
      }
    },
    merge(into, other, from, count) {
      const others = (other as Kept).kept
      for (let i = 0; i < count; i++) {
        const id = into[i] as number
        const at = from[i] as number
        if (!others.has(at)) continue
        if (!kept.has(id) || sign * kept.compareFrom(id, others, at) > 0) kept.putFrom(id, others, at)
      }
    },
    finish: (ids, count) => kept.vector(ids, count),
  }
}

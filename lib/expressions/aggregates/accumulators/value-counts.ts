/** How often each value came in a group: what mode and exact percentiles remember. */
import { ByteArena } from '../../../columnar/bytes.ts'
import { KeptSets } from '../../../columnar/cells/kept-sets.ts'
import { compareValues } from '../../../columnar/compare.ts'
import { encodeRow, RowDecoder } from '../../../columnar/row-codec.ts'
import { valueAt } from '../../../columnar/values.ts'
import type { Vector } from '../../../columnar/vector.ts'
import type { DataType, Field, SqlValue } from '../../../types/data-type.ts'
import type { Accumulator } from '../aggregate-function.ts'
import { nonNullRows } from './chosen-rows.ts'

/** A value and how often it came. */
export type Counted = readonly [value: SqlValue, count: number]

/**
 * An accumulator of a group's values and their numbers.
 *
 * @param type of the values: the first argument
 * @param weight how often a row counts, from the argument columns behind the first; once without it
 * @param finish makes the column of results; `of` gives the values of an id, in the order in which each came first
 */
export function valueCounts(
  type: DataType,
  buffer: readonly Field[],
  weight: ((frequency: SqlValue) => number) | undefined,
  finish: (ids: Int32Array, count: number, of: (id: number) => readonly Counted[]) => Vector,
): Accumulator {
  const sets = new KeptSets()
  const scratch = new ByteArena(64)
  const decoder = new RowDecoder([type])
  const of = (id: number): readonly Counted[] => {
    const values: Counted[] = []
    for (let member = sets.first(id); member >= 0; member = sets.next(member)) {
      values.push([decoder.value(sets, sets.offset(member)), sets.count(member)])
    }
    return values
  }
  return {
    cells: [sets],
    buffer,
    add(ids, args, rows, count) {
      const chosen = nonNullRows(ids, args, rows, count)
      const values = args.slice(0, 1)
      for (let i = 0; i < chosen.count; i++) {
        const row = chosen.rows[i] as number
        const times = weight ? weight(valueAt(args[1] as Vector, row)) : 1
        if (times === 0) continue
        scratch.top = 0
        encodeRow(scratch, values, row, true)
        sets.add(chosen.ids[i] as number, scratch.view, 0, scratch.top, times)
      }
    },
    merge(into, other, from, count) {
      const [others] = other.cells as readonly [KeptSets]
      for (let i = 0; i < count; i++) {
        const id = from[i] as number
        for (let member = others.first(id); member >= 0; member = others.next(member)) {
          sets.add(into[i] as number, others.view, others.offset(member), others.length(member), others.count(member))
        }
      }
    },
    finish: (ids, count) => finish(ids, count, of),
  }
}

/** By Spark's order of the values. */
export function inOrder(type: DataType, values: readonly Counted[]): Counted[] {
  return [...values].sort(([a], [b]) => compareValues(type, a, b))
}

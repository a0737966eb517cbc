/** Where rows of a join have the time by which they expire. */
import type { Int64Vector } from '../columnar/vector.ts'
import type { Micros } from '../types/data-type.ts'
import type { KeyTable } from './key-table.ts'
import type { KeyedRows } from './keyed-rows.ts'
import { expiryTimes, rowsByTime } from './late-rows.ts'

/** In a key, in a column of their own, nowhere. */
export type RowExpiry =
  | { readonly kind: 'key'; readonly key: number }
  | { readonly kind: 'column'; readonly column: number }
  | undefined

/** Positions of the rows among `ids` that expire at or before a time; gives how many. */
export function passedRows(
  expiry: RowExpiry,
  { arena, keyOf }: KeyedRows,
  keys: KeyTable,
  ids: Int32Array,
  time: Micros,
  into: Int32Array,
): number {
  if (expiry === undefined) return 0
  const count = ids.length
  const times: Int64Vector = expiryTimes(
    expiry.kind === 'column'
      ? arena.column(expiry.column, ids, count)
      : keys.keyVector(
          expiry.key,
          ids.map((id) => keyOf[id] as number),
          count,
        ),
  )
  return rowsByTime(times, undefined, count, time, true, into)
}

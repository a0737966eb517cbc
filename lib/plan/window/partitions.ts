/** Rows sorted for a window: by partition and order, with where partitions and peers begin and end. */
import type { Vector } from '../../columnar/vector.ts'
import { compareRows, orderedColumn, sortedRows } from '../sorted-rows.ts'
import type { BoundWindow } from './bound-window.ts'

/** Positions are places in the order; `rows[position]` is the row's number. */
export interface Partitions {
  readonly rows: Int32Array
  /** Where each partition begins, and behind the last one. */
  readonly starts: readonly number[]
  /** By position: where its peers, rows of equal order, begin and end. */
  readonly peerFrom: Int32Array
  readonly peerTo: Int32Array
}

export function partitionsOf(
  columns: readonly Vector[],
  length: number,
  { partitions, orders }: Pick<BoundWindow, 'partitions' | 'orders'>,
): Partitions {
  const parts = partitions.map((column) => orderedColumn(columns[column] as Vector, length, true, true))
  const order = orders.map(({ column, ascending, nullsFirst }) =>
    orderedColumn(columns[column] as Vector, length, ascending, nullsFirst),
  )
  const rows = sortedRows([...parts, ...order], length)
  const starts: number[] = []
  const peerFrom = new Int32Array(length)
  const peerTo = new Int32Array(length)
  let peers = 0
  for (let at = 0; at <= length; at++) {
    const before = rows[at - 1] as number
    const row = rows[at] as number
    const newPart = at === 0 || at === length || compareRows(parts, before, row) !== 0
    if (newPart) starts.push(at)
    if (at > 0 && (newPart || compareRows(order, before, row) !== 0)) {
      peerTo.fill(at, peers, at)
      peers = at
    }
    if (at < length) peerFrom[at] = peers
  }
  if (length === 0) return { rows, starts: [0], peerFrom, peerTo }
  return { rows, starts, peerFrom, peerTo }
}

/** Which rows of its partition a window function sees at each row. */
import { compareValues } from '../../columnar/compare.ts'
import { valueAt } from '../../columnar/values.ts'
import type { Vector } from '../../columnar/vector.ts'
import type { BoundFrameEnd } from '../../expressions/binder/bind-frame.ts'
import type { SqlValue } from '../../types/data-type.ts'
import type { BoundWindow } from './bound-window.ts'
import type { Partitions } from './partitions.ts'

/** By position: the frame is `from[i] … to[i] − 1`; empty where they are equal. */
export interface Frames {
  readonly from: Int32Array
  readonly to: Int32Array
}

export function framesOf(window: BoundWindow, columns: readonly Vector[], sorted: Partitions): Frames {
  const { frame, orders, lower, upper } = window
  const { rows, starts, peerFrom, peerTo } = sorted
  const from = new Int32Array(rows.length)
  const to = new Int32Array(rows.length)
  const byRange = frame.unit === 'RANGE'
  const key = orders[0] && (columns[orders[0].column] as Vector)
  for (let part = 0; part + 1 < starts.length; part++) {
    const [begin, end] = [starts[part] as number, starts[part + 1] as number]
    const place = (one: BoundFrameEnd, at: number, isLower: boolean): number => {
      if (one === 'unbounded') return isLower ? begin : end
      if (one === 'current') return byRange ? ((isLower ? peerFrom[at] : peerTo[at]) as number) : isLower ? at : at + 1
      if (one === 'value') {
        const column = columns[(isLower ? lower : upper) as number] as Vector
        return byValue(window, key as Vector, column, sorted, begin, end, at, isLower)
      }
      return Math.max(begin, Math.min(end, at + one + (isLower ? 0 : 1)))
    }
    for (let at = begin; at < end; at++) {
      from[at] = place(frame.lower, at, true)
      to[at] = Math.max(from[at] as number, place(frame.upper, at, false))
    }
  }
  return { from, to }
}

/** The first position whose key is not before the bound, or (upper end) the first that is behind it; nulls see nulls. */
function byValue(
  { orders }: BoundWindow,
  key: Vector,
  bounds: Vector,
  { rows }: Partitions,
  begin: number,
  end: number,
  at: number,
  isLower: boolean,
): number {
  const row = rows[at] as number
  const bound = valueAt(bounds, row)
  const { ascending, nullsFirst } = orders[0] as BoundWindow['orders'][number]
  const sign = ascending ? 1 : -1
  const nulls = nullsFirst ? -1 : 1
  const order = (value: SqlValue): number => {
    if (value === null) return bound === null ? 0 : nulls
    return bound === null ? -nulls : sign * compareValues(key.type, value, bound)
  }
  let low = begin
  let high = end
  while (low < high) {
    const middle = (low + high) >> 1
    const found = order(valueAt(key, rows[middle] as number))
    if (found < 0 || (!isLower && found === 0)) low = middle + 1
    else high = middle
  }
  return low
}

/** Rankings, and looks at other rows of the partition. */
import { VectorBuilder } from '../../columnar/builder.ts'
import { valueAt } from '../../columnar/values.ts'
import type { Vector } from '../../columnar/vector.ts'
import type { SqlValue } from '../../types/data-type.ts'
import type { BoundWindow } from './bound-window.ts'
import { type Frames, framesOf } from './frames.ts'
import type { Partitions } from './partitions.ts'

type RowWindow = BoundWindow & { readonly of: { readonly kind: 'rows' } }

/** The results by position. */
export function rowFunctionResults(window: RowWindow, columns: readonly Vector[], sorted: Partitions): Vector {
  const builder = new VectorBuilder(window.field.type, sorted.rows.length)
  const value = resultOf(window, columns, sorted)
  const { starts } = sorted
  for (let part = 0; part + 1 < starts.length; part++) {
    const [begin, end] = [starts[part] as number, starts[part + 1] as number]
    for (let at = begin; at < end; at++) builder.append(value(at, begin, end))
  }
  return builder.finish()
}

type Result = (at: number, begin: number, end: number) => SqlValue

function resultOf(window: RowWindow, columns: readonly Vector[], sorted: Partitions): Result {
  const { of, args } = window
  const { peerFrom, peerTo } = sorted
  switch (of.name) {
    case 'row_number':
      return (at, begin) => at - begin + 1
    case 'rank':
      return (at, begin) => (peerFrom[at] as number) - begin + 1
    case 'dense_rank':
      return denseRank(peerFrom)
    case 'percent_rank':
      return (at, begin, end) => (end - begin <= 1 ? 0 : ((peerFrom[at] as number) - begin) / (end - begin - 1))
    case 'cume_dist':
      return (at, begin, end) => ((peerTo[at] as number) - begin) / (end - begin)
    case 'ntile':
      return (at, begin, end) => bucketOf(at - begin, end - begin, of.offset)
    case 'nth_value':
      return nthValue(columns[args[0] as number] as Vector, framesOf(window, columns, sorted), sorted, of)
    default:
      return look(window, columns, sorted)
  }
}

function denseRank(peerFrom: Int32Array): Result {
  let rank = 0
  return (at, begin) => {
    if (at === begin) rank = 1
    else if (peerFrom[at] === at) rank++
    return rank
  }
}

/** The first buckets are one row longer where they do not divide evenly. */
function bucketOf(at: number, rows: number, buckets: number): number {
  const size = Math.floor(rows / buckets)
  const longer = rows % buckets
  const inLonger = longer * (size + 1)
  if (at < inLonger) return Math.floor(at / (size + 1)) + 1
  return longer + Math.floor((at - inLonger) / size) + 1
}

/** lag and lead: behind the partition's ends stands the default; nulls may be passed over. */
function look({ of, args }: RowWindow, columns: readonly Vector[], { rows }: Partitions): Result {
  const [value, fallback] = args.map((column) => columns[column] as Vector) as [Vector, Vector]
  const steps = of.name === 'lag' ? -of.offset : of.offset
  if (!of.ignoreNulls || steps === 0)
    return (at, begin, end) => {
      const seen = at + steps
      const row = rows[at] as number
      return seen >= begin && seen < end ? valueAt(value, rows[seen] as number) : valueAt(fallback, row)
    }
  const direction = Math.sign(steps)
  return (at, begin, end) => {
    let left = Math.abs(steps)
    for (let seen = at + direction; seen >= begin && seen < end; seen += direction) {
      const found = valueAt(value, rows[seen] as number)
      if (found !== null && --left === 0) return found
    }
    return valueAt(fallback, rows[at] as number)
  }
}

function nthValue(value: Vector, { from, to }: Frames, { rows }: Partitions, of: RowWindow['of']): Result {
  if (!of.ignoreNulls)
    return (at) => {
      const seen = (from[at] as number) + of.offset - 1
      return seen < (to[at] as number) ? valueAt(value, rows[seen] as number) : null
    }
  return (at) => {
    let left = of.offset
    for (let seen = from[at] as number; seen < (to[at] as number); seen++) {
      const found = valueAt(value, rows[seen] as number)
      if (found !== null && --left === 0) return found
    }
    return null
  }
}

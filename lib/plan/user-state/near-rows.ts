/**
 * Rows of an epoch in the order of their groups, read window by window: groups are read one after another, and their rows
 * stand all over the epoch's memory, a cache miss for each cell. A window's rows are copied together first, batch by
 * batch, since that is how they stand there.
 */
import type { Vector } from '../../columnar/vector.ts'
import { joinedRows, type RowsPart } from './joined-rows.ts'

/** Rows of a window: what fits the nearer caches. */
export const windowRows = 8192

/** Groups whose rows stand together within a batch: about as many as a window has, at a few rows each. */
const nearShift = 10

/**
 * Rows of a batch by their groups' thousands, in their order otherwise: a window then finds its rows side by side in each
 * batch, not each in a line of memory of its own.
 *
 * @param rows row numbers; undefined = 0 … count−1
 * @param ids groups of the first `count` rows
 * @param groups there are so many
 * @returns both in their new order, copied
 */
export function byNearGroups(
  rows: Int32Array | undefined,
  ids: Int32Array,
  count: number,
  groups: number,
): { readonly rows: Int32Array; readonly ids: Int32Array } {
  const next = new Int32Array((groups >>> nearShift) + 2)
  for (let i = 0; i < count; i++) {
    const after = ((ids[i] as number) >>> nearShift) + 1
    next[after] = (next[after] as number) + 1
  }
  for (let near = 1; near < next.length; near++) next[near] = (next[near] as number) + (next[near - 1] as number)
  const ordered = { rows: new Int32Array(count), ids: new Int32Array(count) }
  for (let i = 0; i < count; i++) {
    const id = ids[i] as number
    const near = id >>> nearShift
    const to = next[near] as number
    next[near] = to + 1
    ordered.rows[to] = rows === undefined ? i : (rows[i] as number)
    ordered.ids[to] = id
  }
  return ordered
}

/** Where the rows are: batch and row of each place. */
export interface Places {
  /** Columns of each batch. */
  readonly batches: readonly (readonly Vector[])[]
  readonly batch: Int32Array
  readonly row: Int32Array
  readonly total: number
}

/** Rows of places `from … to−1`: place p is row `rows[p − from]` of the columns. */
export interface NearRows {
  readonly from: number
  readonly to: number
  readonly columns: readonly Vector[]
  readonly rows: Int32Array
}

/** The window that a place is in. */
export function nearRows({ batches, batch, row, total }: Places, place: number): NearRows {
  const from = place - (place % windowRows)
  const to = Math.min(total, from + windowRows)
  const starts = new Int32Array(batches.length + 1)
  for (let at = from; at < to; at++) {
    const after = (batch[at] as number) + 1
    starts[after] = (starts[after] as number) + 1
  }
  for (let one = 0; one < batches.length; one++) starts[one + 1] = (starts[one + 1] as number) + (starts[one] as number)
  const selection = new Int32Array(to - from)
  const rows = new Int32Array(to - from)
  const next = starts.slice(0, batches.length)
  for (let at = from; at < to; at++) {
    const of = batch[at] as number
    const index = next[of] as number
    next[of] = index + 1
    selection[index] = row[at] as number
    rows[at - from] = index
  }
  const parts: RowsPart[] = []
  for (const [one, columns] of batches.entries()) {
    const [begin, end] = [starts[one] as number, starts[one + 1] as number]
    if (end > begin) parts.push({ columns, rows: selection.subarray(begin, end), count: end - begin })
  }
  return { from, to, columns: joinedRows(parts, to - from), rows }
}

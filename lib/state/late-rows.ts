/**
 * Lateness and expiry of event times: at or before the watermark (FINDINGS 8: equal is late). Times are compared as words;
 * a bigint a row costs an allocation.
 */
import type { Int64Vector, Vector } from '../columnar/vector.ts'
import type { Micros } from '../types/data-type.ts'
import type { Schema } from '../types/schema.ts'

/** The first column that carries the event time's tag, −1 = none. */
export function eventTimeColumn(schema: Schema): number {
  return schema.fields.findIndex((one) => one.metadata?.watermarkDelay !== undefined)
}

/**
 * The time by which a column's value is late: a timestamp itself, a window's end. A window that a grouping set leaves out
 * has none (golden `random2-agg-*` with rollup and cube).
 */
export function expiryTimes(column: Vector): Int64Vector {
  if (column.layout !== 'struct') return column as Int64Vector
  const ends = column.children[1] as Int64Vector
  if (column.nulls === undefined) return ends
  return { ...ends, nulls: eitherNull(column.nulls, ends.nulls, column.length) }
}

function eitherNull(one: Uint8Array, other: Uint8Array | undefined, length: number): Uint8Array {
  if (other === undefined) return one
  const nulls = new Uint8Array(length)
  for (let row = 0; row < length; row++) nulls[row] = (one[row] as number) | (other[row] as number)
  return nulls
}

/**
 * Rows that are late, or those that are not: later than `lateAt`, or without a time.
 *
 * @param rows row numbers; undefined = rows 0 … count−1
 * @param late which of the two
 * @param into takes the row numbers, in order
 * @returns how many
 */
export function rowsByTime(
  times: Int64Vector,
  rows: Int32Array | undefined,
  count: number,
  lateAt: Micros,
  late: boolean,
  into: Int32Array,
): number {
  const { words, nulls } = times
  const high = Number(lateAt >> 32n)
  const low = Number(lateAt & 0xffffffffn)
  let at = 0
  for (let i = 0; i < count; i++) {
    const row = rows === undefined ? i : (rows[i] as number)
    const rowHigh = words[2 * row + 1] as number
    const later = rowHigh > high || (rowHigh === high && (words[2 * row] as number) >>> 0 > low)
    const isLate = !later && (nulls === undefined || nulls[row] === 0)
    if (isLate === late) into[at++] = row
  }
  return at
}

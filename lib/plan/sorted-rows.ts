/** Rows in an order of several columns. */
import { compareValues } from '../columnar/compare.ts'
import { valueAt } from '../columnar/values.ts'
import type { Vector } from '../columnar/vector.ts'
import type { DataType, SqlValue } from '../types/data-type.ts'

/** A column of an order; its values are read once. */
export interface OrderedColumn {
  readonly values: readonly SqlValue[]
  readonly compare: (a: SqlValue, b: SqlValue) => number
}

/** The first `length` values of a column and how two of them stand to each other. */
export function orderedColumn(column: Vector, length: number, ascending: boolean, nullsFirst: boolean): OrderedColumn {
  const values = Array.from({ length }, (_, row) => valueAt(column, row))
  return { values, compare: comparison(column.type, ascending, nullsFirst) }
}

/** Row numbers 0 … length−1 in order; rows with equal values stay as they came. */
export function sortedRows(columns: readonly OrderedColumn[], length: number): Int32Array {
  const rows = Int32Array.from({ length }, (_, row) => row)
  return rows.sort((a, b) => compareRows(columns, a, b) || a - b)
}

/** Negative, 0 or positive. */
export function compareRows(columns: readonly OrderedColumn[], a: number, b: number): number {
  for (const { values, compare } of columns) {
    const order = compare(values[a] as SqlValue, values[b] as SqlValue)
    if (order !== 0) return order
  }
  return 0
}

function comparison(type: DataType, ascending: boolean, nullsFirst: boolean): (a: SqlValue, b: SqlValue) => number {
  const sign = ascending ? 1 : -1
  const nulls = nullsFirst ? -1 : 1
  return (a, b) => {
    if (a === null) return b === null ? 0 : nulls
    return b === null ? -nulls : sign * compareValues(type, a, b)
  }
}

/** Keys of groups: the columns behind a row's own, and what functions see of them. */
import { cellReader, rowReader } from '../../columnar/row-reader.ts'
import type { Vector } from '../../columnar/vector.ts'
import type { Expression } from '../../expressions/expression.ts'
import type { Field } from '../../types/data-type.ts'
import { type ColumnLike, columnOf } from '../column-like.ts'

/** How rows are grouped. */
export interface GroupKey {
  /** By these expressions over the row; undefined = the last `appended` columns are the key, which a function made. */
  readonly columns: readonly Expression[] | undefined
  readonly appended: number
  /** Functions get the value of the only key column, not an object. */
  readonly flat: boolean
}

/** Reads a key as the program sees it: row `row` of its columns. */
export type KeyReader = (columns: readonly Vector[], row: number) => unknown

export function keyReader(fields: readonly Field[], flat: boolean): KeyReader {
  const [first] = fields
  if (!flat || !first) return rowReader(fields)
  const cell = cellReader(first)
  return (columns, row) => cell(columns[0] as Vector, row)
}

/** One column, whose value is the key, or a list of columns, whose values by name are. */
export type GroupingKey = ColumnLike | readonly ColumnLike[]

/** The key of an operator in plain RxJS. */
export function groupKey(columns: GroupingKey): GroupKey {
  const flat = !Array.isArray(columns)
  const list = flat ? [columns as ColumnLike] : (columns as readonly ColumnLike[])
  return { columns: list.map(columnOf), appended: 0, flat }
}

/** Keys with other expressions, in the order in which `keyExpressions` gives them. */
export function withKeyExpressions(keys: readonly GroupKey[], expressions: readonly Expression[]): readonly GroupKey[] {
  let next = 0
  return keys.map((key) => {
    if (!key.columns) return key
    const columns = expressions.slice(next, next + key.columns.length)
    next += columns.length
    return { ...key, columns }
  })
}

export const keyExpressions = (keys: readonly GroupKey[]): readonly Expression[] =>
  keys.flatMap(({ columns }) => columns ?? [])

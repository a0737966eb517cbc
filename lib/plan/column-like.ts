/** What operators take for a column in plain RxJS: a Column, or text. DataFrame methods hand over expressions. */
import type { Column } from '../expressions/column.ts'
import type { Expression } from '../expressions/expression.ts'
import { parseColumnName, parseExpression } from '../expressions/parser/parse-expression.ts'

export type ColumnLike = Column | string

/** A column, or the name of one: `host`, `s.f`, `*`, `a.*`. */
export function columnOf(column: ColumnLike): Expression {
  if (typeof column !== 'string') return column.expression
  if (column === '*') return { kind: 'star', target: undefined }
  if (column.endsWith('.*')) return { kind: 'star', target: parseColumnName(column.slice(0, -2)) }
  return { kind: 'column', path: parseColumnName(column) }
}

/** A column, or its exact name, dots and all. */
export function nameOf(column: ColumnLike): Expression {
  return typeof column === 'string' ? { kind: 'column', path: [column] } : column.expression
}

/** A condition: a column, or Spark SQL. */
export function conditionOf(condition: ColumnLike): Expression {
  return typeof condition === 'string' ? parseExpression(condition) : condition.expression
}

/** Spark SQL text, as in a SELECT list. */
export function sqlExpressionOf(text: string): Expression {
  return parseExpression(text)
}

/** `expression [ASC | DESC] [NULLS FIRST | NULLS LAST]`, of ORDER BY and orderBy('…'). */
import type { Expression } from '../expression.ts'
import type { ExpressionCursor } from './expression-cursor.ts'

/** Parses a sort item; nulls come first when ascending, last when descending, unless said otherwise. */
export function parseSortItem(cursor: ExpressionCursor): Expression {
  const first = cursor.at
  const input = cursor.expression()
  const descending = cursor.takeWord('DESC')
  if (!descending) cursor.takeWord('ASC')
  const explicit = cursor.takeWord('NULLS') ? nullsOrder(cursor) : undefined
  const nullsFirst = explicit ?? !descending
  return cursor.placed(first, { kind: 'sort', input, ascending: !descending, nullsFirst })
}

function nullsOrder(cursor: ExpressionCursor): boolean {
  if (cursor.takeWord('FIRST')) return true
  cursor.expectWord('LAST')
  return false
}

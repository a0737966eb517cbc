/** What stands behind OVER: `(PARTITION BY a ORDER BY b DESC ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)`. */

import type { Expression } from '../expression.ts'
import { expressionText } from '../expression-text.ts'
import type { ExpressionCursor } from './expression-cursor.ts'
import { ExpressionParser } from './expression-parser.ts'
import { parseSortItem } from './sort-item.ts'

export interface WindowSpecification {
  readonly partitionBy: readonly Expression[]
  readonly orderBy: readonly Expression[]
  /** `ROWS BETWEEN … AND …`, as Spark prints it; undefined when it is not written. */
  readonly frame: string | undefined
}

/**
 * Parses a specification, or the name of one (which no clause here can define).
 *
 * @throws PARSE_SYNTAX_ERROR
 */
export function parseWindowSpecification(text: string): WindowSpecification {
  const cursor = new ExpressionParser(text)
  if (!cursor.takeSymbol('(')) throw cursor.syntaxError(cursor.peek())
  const partitionBy: Expression[] = []
  if (cursor.takeWord('PARTITION') || cursor.takeWord('DISTRIBUTE')) {
    cursor.expectWord('BY')
    do partitionBy.push(cursor.expression())
    while (cursor.takeSymbol(','))
  }
  const orderBy: Expression[] = []
  if (cursor.takeWord('ORDER') || cursor.takeWord('SORT')) {
    cursor.expectWord('BY')
    do orderBy.push(parseSortItem(cursor))
    while (cursor.takeSymbol(','))
  }
  const unit = cursor.takeWord('ROWS') ? 'ROWS' : cursor.takeWord('RANGE') ? 'RANGE' : undefined
  const frame = unit && `${unit} ${frameBounds(cursor)}`
  cursor.expectSymbol(')')
  cursor.expectEnd()
  return { partitionBy, orderBy, frame }
}

function frameBounds(cursor: ExpressionCursor): string {
  if (!cursor.takeWord('BETWEEN')) return `BETWEEN ${frameBound(cursor)} AND CURRENT ROW`
  const lower = frameBound(cursor)
  cursor.expectWord('AND')
  return `BETWEEN ${lower} AND ${frameBound(cursor)}`
}

function frameBound(cursor: ExpressionCursor): string {
  if (cursor.takeWord('CURRENT')) {
    cursor.expectWord('ROW')
    return 'CURRENT ROW'
  }
  const distance = cursor.takeWord('UNBOUNDED') ? 'UNBOUNDED' : expressionText(cursor.value())
  if (cursor.takeWord('PRECEDING')) return `${distance} PRECEDING`
  cursor.expectWord('FOLLOWING')
  return `${distance} FOLLOWING`
}

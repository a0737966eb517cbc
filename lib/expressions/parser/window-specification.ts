/** What stands behind OVER: `(PARTITION BY a ORDER BY b DESC ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)`. */
import type { Expression, FrameBound, WindowFrame, WindowSpecification } from '../expression.ts'
import { expressionOperands } from '../expression-operands.ts'
import type { ExpressionCursor } from './expression-cursor.ts'
import { parseSortItem } from './sort-item.ts'

/**
 * Parses a specification in brackets, the name of one, or a name in brackets.
 *
 * @throws PARSE_SYNTAX_ERROR, INVALID_SQL_SYNTAX.INVALID_WINDOW_FRAME_BOUND
 */
export function parseWindow(cursor: ExpressionCursor): WindowSpecification | string {
  if (!cursor.isSymbol('(')) return cursor.name()
  if (!startsInside(cursor)) throw cursor.syntaxError(cursor.peek())
  cursor.next()
  if (cursor.isName() && cursor.isSymbol(')', 1)) {
    const name = cursor.name()
    cursor.next()
    return name
  }
  const partitionBy: Expression[] = []
  if (takeBy(cursor, 'PARTITION', 'DISTRIBUTE', 'CLUSTER')) {
    do partitionBy.push(cursor.nested(() => cursor.expression()))
    while (cursor.takeSymbol(','))
  }
  const orderBy: Expression[] = []
  if (takeBy(cursor, 'ORDER', 'SORT')) {
    do orderBy.push(cursor.nested(() => parseSortItem(cursor)))
    while (cursor.takeSymbol(','))
  }
  const unit = cursor.takeWord('ROWS') ? 'ROWS' : cursor.takeWord('RANGE') ? 'RANGE' : undefined
  const frame = unit && parseFrame(cursor, unit)
  cursor.expectSymbol(')')
  return { partitionBy, orderBy, ...(frame ? { frame } : {}) }
}

const keyed: ReadonlySet<string> = new Set(['PARTITION', 'DISTRIBUTE', 'CLUSTER', 'ORDER', 'SORT'])
const framed: ReadonlySet<string> = new Set(['ROWS', 'RANGE'])

/** Whether what stands in the brackets begins as a window does; Spark marks the bracket where it does not. */
function startsInside(cursor: ExpressionCursor): boolean {
  const { upper } = cursor.peek(1)
  if (cursor.isSymbol(')', 1) || (cursor.isName(1) && cursor.isSymbol(')', 2))) return true
  return keyed.has(upper) ? cursor.isWord('BY', 2) : framed.has(upper)
}

function takeBy(cursor: ExpressionCursor, ...words: readonly string[]): boolean {
  if (!words.some((word) => cursor.takeWord(word))) return false
  cursor.expectWord('BY')
  return true
}

function parseFrame(cursor: ExpressionCursor, unit: WindowFrame['unit']): WindowFrame {
  if (!cursor.takeWord('BETWEEN')) return { unit, lower: parseBound(cursor), upper: { kind: 'current' } }
  const lower = parseBound(cursor)
  cursor.expectWord('AND')
  return { unit, lower, upper: parseBound(cursor) }
}

function parseBound(cursor: ExpressionCursor): FrameBound {
  if (cursor.takeWord('CURRENT')) {
    cursor.expectWord('ROW')
    return { kind: 'current' }
  }
  const at = cursor.peek()
  const value = cursor.takeWord('UNBOUNDED') ? undefined : cursor.value()
  if (value && holdsColumn(value)) {
    const message = 'Invalid SQL syntax: Frame bound value must be a literal.'
    throw cursor.error('INVALID_SQL_SYNTAX.INVALID_WINDOW_FRAME_BOUND', message, '42000', at)
  }
  const side = cursor.takeWord('PRECEDING') ? 'PRECEDING' : 'FOLLOWING'
  if (side === 'FOLLOWING' && !cursor.takeWord('FOLLOWING')) {
    throw cursor.syntaxError(cursor.peek(), ": missing {'FOLLOWING', 'PRECEDING'}")
  }
  return value ? { kind: 'offset', value, side } : { kind: 'unbounded', side }
}

const holdsColumn = (one: Expression): boolean => one.kind === 'column' || expressionOperands(one).some(holdsColumn)

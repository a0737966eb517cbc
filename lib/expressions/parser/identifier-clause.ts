import { TokenCursor } from '../../types/ddl/token-cursor.ts'
import type { Expression } from '../expression.ts'
import { expressionText } from '../expression-text.ts'
import type { ExpressionCursor } from './expression-cursor.ts'

/** Whether the clause begins at the cursor. */
export function startsIdentifier(cursor: ExpressionCursor): boolean {
  return cursor.isWord('IDENTIFIER') && cursor.isSymbol('(', 1)
}

/**
 * The parts of the name.
 *
 * @throws NOT_A_CONSTANT_STRING.* for what is no text, PARSE_SYNTAX_ERROR for a text that is no name
 */
export function parseIdentifier(cursor: ExpressionCursor): readonly string[] {
  cursor.at += 2
  const first = cursor.peek()
  const expression = cursor.expression()
  cursor.expectSymbol(')')
  const text = constantText(expression)
  if (text === undefined) {
    const message =
      `The expression ${expressionText(expression)} used for the routine or clause IDENTIFIER must be a constant STRING ` +
      'which is NOT NULL. To be considered constant the expression must not depend on any columns, contain a subquery, or ' +
      'invoke a non deterministic function such as rand().'
    throw cursor.error('NOT_A_CONSTANT_STRING.NOT_CONSTANT', message, '42601', first)
  }
  const name = new TokenCursor(text)
  const path = [name.name()]
  while (name.takeSymbol('.')) path.push(name.name())
  name.expectEnd()
  return path
}

/** Texts and what `||` joins of them. */
function constantText(expression: Expression): string | undefined {
  if (expression.kind === 'literal') return typeof expression.value === 'string' ? expression.value : undefined
  if (expression.kind !== 'call' || expression.name !== 'concat') return undefined
  const parts = expression.args.map(constantText)
  return parts.includes(undefined) ? undefined : parts.join('')
}

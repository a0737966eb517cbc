import { TokenCursor } from '../../types/ddl/token-cursor.ts'
import type { Token } from '../../types/ddl/tokenizer.ts'
import { typeSimpleText } from '../../types/ddl/type-sql.ts'
import type { Expression } from '../expression.ts'
import { expressionText } from '../expression-text.ts'
import { withVariableValues } from '../variable-literal.ts'
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
  const shown = withVariableValues(expression, () => false)
  const text = constantText(shown)
  if (typeof text !== 'string') throw refusal(shown, text, cursor, first)
  const name = new TokenCursor(text)
  const path = [name.name()]
  while (name.takeSymbol('.')) path.push(name.name())
  name.expectEnd()
  return path
}

function refusal(expression: Expression, text: null | undefined, cursor: ExpressionCursor, token: Token) {
  const type = expression.kind === 'literal' ? expression.type : undefined
  const [condition, why] =
    type && type.kind !== 'string' && type.kind !== 'null'
      ? ['WRONG_TYPE', `The data type of the expression is ${typeSimpleText(type)}.`]
      : text === null
        ? ['NULL', 'The expression evaluates to NULL.']
        : [
            'NOT_CONSTANT',
            'To be considered constant the expression must not depend on any columns, contain a subquery, or invoke a ' +
              'non deterministic function such as rand().',
          ]
  const message =
    `The expression ${expressionText(expression)} used for the routine or clause IDENTIFIER must be a constant STRING ` +
    `which is NOT NULL. ${why}`
  return cursor.error(`NOT_A_CONSTANT_STRING.${condition}`, message, '42601', token)
}

/** Texts and what `||` joins of them: null for what is null, undefined for anything else. */
function constantText(expression: Expression): string | null | undefined {
  if (expression.kind === 'literal') {
    return typeof expression.value === 'string' || expression.value === null ? expression.value : undefined
  }
  if (expression.kind !== 'call' || expression.name !== 'concat') return undefined
  const parts = expression.args.map(constantText)
  if (parts.includes(undefined)) return undefined
  return parts.includes(null) ? null : parts.join('')
}

import { MillraceError } from '../../errors.ts'
import { TokenCursor } from '../../types/ddl/token-cursor.ts'
import type { Token } from '../../types/ddl/tokenizer.ts'
import { operation } from '../build.ts'
import type { Expression } from '../expression.ts'
import { expressionOperands } from '../expression-operands.ts'
import { notConstantString } from '../not-constant-string.ts'
import { withVariableValues } from '../variable-literal.ts'
import type { ConstantValue, ExpressionCursor } from './expression-cursor.ts'

/** Whether the clause begins at the cursor. */
export function startsIdentifier(cursor: ExpressionCursor): boolean {
  return cursor.isWord('IDENTIFIER') && cursor.isSymbol('(', 1)
}

/**
 * The parts of the name; or, for what is no constant, an expression that says so when it is bound: a mistake in it comes
 * first, and its columns are called by their relations.
 *
 * @throws NOT_A_CONSTANT_STRING.* for what is no text, PARSE_SYNTAX_ERROR for a text that is no name
 */
export function parseIdentifier(cursor: ExpressionCursor): readonly string[] | Expression {
  const clause = cursor.peek()
  cursor.at += 2
  const token = cursor.peek()
  const first = cursor.at
  const written = withVariableValues(cursor.expression(), () => false)
  const refused = cursor.placed(first, operation('identifier_clause', written))
  cursor.expectSymbol(')')
  if (holdsSubquery(written)) throw refusal(written, undefined, cursor, token)
  const constant = cursor.constant(written)
  if (!constant) return refused
  if (typeof constant.value !== 'string' || constant.type.kind !== 'string') {
    throw refusal(written, constant, cursor, token)
  }
  return nameIn(constant.value, cursor, clause)
}

/** The parts of a name in a text of its own; what is wrong with it is marked at the clause. */
function nameIn(text: string, cursor: ExpressionCursor, clause: Token): readonly string[] {
  if (text.trim() === '') {
    throw cursor.error('PARSE_EMPTY_STATEMENT', 'Syntax error, unexpected empty statement.', '42617', clause)
  }
  try {
    const name = new TokenCursor(text)
    const path = [name.name()]
    while (name.isName(1) && name.takeSymbol('.')) path.push(name.name())
    const rest = name.peek()
    if (rest.kind !== 'end') throw name.syntaxError(rest, `: extra input '${rest.text}'`)
    return path
  } catch (error) {
    if (!(error instanceof MillraceError)) throw error
    throw cursor.error(error.condition, error.message.split(' (line ')[0] as string, error.sqlState, clause)
  }
}

/** The parts of a relation's name, which is never bound. @throws as `parseIdentifier`, for whatever is no constant */
export function parseRelationIdentifier(cursor: ExpressionCursor): readonly string[] {
  const token = cursor.peek(2)
  const path = parseIdentifier(cursor)
  if (!('kind' in path)) return path
  throw refusal(expressionOperands(path)[0] as Expression, undefined, cursor, token)
}

const holdsSubquery = (one: Expression): boolean =>
  one.kind === 'subquery' || expressionOperands(one).some(holdsSubquery)

function refusal(expression: Expression, constant: ConstantValue | undefined, cursor: ExpressionCursor, token: Token) {
  const { condition, message, sqlState } = notConstantString(expression, constant)
  return cursor.error(condition, message, sqlState, token)
}

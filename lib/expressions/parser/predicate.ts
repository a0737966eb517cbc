/** What may follow a value in a condition: BETWEEN, IN, LIKE and its kin, IS …; each may be negated, and there is one. */
import { stringValue, type Token } from '../../types/ddl/tokenizer.ts'
import { call, literalOf, negation, operation, textLiteral } from '../build.ts'
import type { Expression } from '../expression.ts'
import type { ExpressionCursor } from './expression-cursor.ts'
import { startsQuery, subqueryText } from './subquery-text.ts'

const kinds = new Set(['BETWEEN', 'IN', 'LIKE', 'ILIKE', 'RLIKE', 'REGEXP'])

/** Parses a predicate behind `input`, or gives `input` back when none follows; its place begins behind the input. */
export function parsePredicate(cursor: ExpressionCursor, input: Expression): Expression {
  const first = cursor.at
  const parsed = predicateBehind(cursor, input)
  return parsed === input ? input : cursor.placed(first, parsed)
}

function predicateBehind(cursor: ExpressionCursor, input: Expression): Expression {
  if (cursor.isWord('IS')) return isPredicate(cursor, input)
  const negated = (cursor.isWord('NOT') || cursor.isSymbol('!')) && kinds.has(cursor.peek(1).upper)
  const first = cursor.peek()
  if (!negated && !kinds.has(first.upper)) return input
  if (negated) cursor.next()
  const kind = cursor.next().upper
  if (kind === 'LIKE' || kind === 'ILIKE') {
    const quantified = quantifiedLike(cursor, input, kind, negated, first)
    if (quantified) return quantified
  }
  const predicate = simplePredicate(cursor, input, kind, first)
  return negated ? negation(predicate) : predicate
}

function simplePredicate(cursor: ExpressionCursor, input: Expression, kind: string, first: Token): Expression {
  switch (kind) {
    case 'BETWEEN': {
      const least = cursor.value()
      cursor.expectWord('AND')
      return operation('between', input, least, cursor.value())
    }
    case 'IN':
      return inPredicate(cursor, input, first)
    case 'LIKE':
    case 'ILIKE': {
      const pattern = cursor.value()
      const escaped = cursor.takeWord('ESCAPE') ? [escapeCharacter(cursor, first)] : []
      return operation(kind.toLowerCase(), input, pattern, ...escaped)
    }
    default:
      return operation('rlike', input, cursor.value())
  }
}

function escapeCharacter(cursor: ExpressionCursor, first: Token): Expression {
  const token = cursor.peek()
  if (token.kind !== 'string') throw cursor.syntaxError(token)
  const text = stringValue(cursor.next())
  if (text.length !== 1) {
    cursor.defer(
      cursor.fragmentError(
        'INVALID_ESC',
        `Found an invalid escape string: ${token.text}. The escape string must contain only one character.`,
        '42604',
        first,
        token,
      ),
    )
  }
  return textLiteral(text)
}

function inPredicate(cursor: ExpressionCursor, input: Expression, first: Token): Expression {
  cursor.expectSymbol('(')
  if (startsQuery(cursor)) {
    return { kind: 'subquery', form: 'in', args: [input], ...subqueryText(cursor) }
  }
  if (cursor.isSymbol(')')) {
    const last = cursor.next()
    cursor.defer(
      cursor.fragmentError(
        'INVALID_SQL_SYNTAX.EMPTY_IN_PREDICATE',
        "Invalid SQL syntax: IN predicate requires at least one value. Empty IN clauses like 'IN ()' are not allowed. " +
          "Consider using 'WHERE FALSE' if you need an always-false condition, or provide at least one value in the IN list.",
        '42000',
        first,
        last,
      ),
    )
    return input
  }
  const values = [cursor.expression()]
  while (cursor.takeSymbol(',')) values.push(cursor.expression())
  cursor.expectSymbol(')')
  return operation('in', input, ...values)
}

/** `LIKE ANY (…)`, `LIKE ALL (…)`; undefined when the pattern only is a column of that name. */
function quantifiedLike(
  cursor: ExpressionCursor,
  input: Expression,
  kind: string,
  negated: boolean,
  first: Token,
): Expression | undefined {
  const quantifier = cursor.peek().upper
  if (!['ANY', 'SOME', 'ALL'].includes(quantifier) || !cursor.isSymbol('(', 1)) return undefined
  cursor.at += 2
  const patterns = cursor.isSymbol(')') ? [] : [cursor.expression()]
  while (patterns.length > 0 && cursor.takeSymbol(',')) patterns.push(cursor.expression())
  cursor.expectSymbol(')')
  if (patterns.length === 0) {
    const message = "Invalid SQL syntax: Expected something between '(' and ')'."
    cursor.defer(
      cursor.fragmentError('INVALID_SQL_SYNTAX.EMPTY_QUANTIFIED_PATTERN', message, '42000', first, cursor.peek(-1)),
    )
  }
  const fold = (expression: Expression) => (kind === 'ILIKE' ? call('lower', expression) : expression)
  const name = `${negated ? 'not' : ''}like${quantifier === 'ALL' ? 'all' : 'any'}`
  return operation(name, fold(input), ...patterns.map(fold))
}

function isPredicate(cursor: ExpressionCursor, input: Expression): Expression {
  cursor.next()
  const negated = cursor.takeWord('NOT') || cursor.takeSymbol('!')
  const token = cursor.next()
  switch (token.upper) {
    case 'NULL':
    case 'UNKNOWN':
      return operation(negated ? 'isnotnull' : 'isnull', input)
    case 'TRUE':
    case 'FALSE':
      return negateIf(negated, operation('<=>', input, literalOf(token.upper === 'TRUE', { kind: 'boolean' })))
    case 'DISTINCT':
      cursor.expectWord('FROM')
      return negateIf(!negated, operation('<=>', input, cursor.value()))
    default:
      throw cursor.syntaxError(token)
  }
}

const negateIf = (condition: boolean, input: Expression) => (condition ? negation(input) : input)

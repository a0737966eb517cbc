/** The leaves of expressions: literals, names, calls, brackets, and the forms that have keywords of their own. */
import { MillraceError } from '../../errors.ts'
import { isRaw, stringValue } from '../../types/ddl/tokenizer.ts'
import { literalOf, operation, textLiteral } from '../build.ts'
import type { Expression } from '../expression.ts'
import type { ExpressionCursor } from './expression-cursor.ts'
import { parseCall, parseCallOf, startsCall } from './function-call.ts'
import { parseIdentifier, startsIdentifier } from './identifier-clause.ts'
import { isIntervalUnit, parseInterval, startsInterval } from './interval-literal.ts'
import { parseNumber } from './numeric-literal.ts'
import { parseSpecialForm } from './special-forms.ts'
import { startsQuery, subqueryText } from './subquery-text.ts'
import { parseTypedLiteral } from './typed-literal.ts'

/** Parses one leaf. @throws PARSE_SYNTAX_ERROR */
export function parsePrimary(cursor: ExpressionCursor): Expression {
  const token = cursor.peek()
  switch (token.kind) {
    case 'number':
      return parseNumber(cursor)
    case 'string':
      return strings(cursor)
    case 'word':
    case 'quoted':
      return parseWord(cursor)
    case 'symbol':
      return parseSymbol(cursor)
    default:
      throw cursor.syntaxError(token)
  }
}

/** `'a' 'b'` is one string. */
function strings(cursor: ExpressionCursor): Expression {
  let text = ''
  while (cursor.peek().kind === 'string') {
    const token = cursor.next()
    text += cursor.keepsEscapes && !isRaw(token) ? token.text.slice(1, -1) : stringValue(token)
  }
  return textLiteral(text)
}

function parseSymbol(cursor: ExpressionCursor): Expression {
  const token = cursor.peek()
  switch (token.text) {
    case '*':
      cursor.next()
      return star(cursor, undefined)
    case ':':
    case '?':
      return parameterMarker(cursor)
    case '(':
      return startsLambda(cursor) ? lambda(cursor) : brackets(cursor)
    default:
      throw cursor.syntaxError(token)
  }
}

/** `:p` and `?` have values in statements only. */
function parameterMarker(cursor: ExpressionCursor): Expression {
  const token = cursor.next()
  if (token.text === ':' && !cursor.isName()) throw cursor.syntaxError(token)
  const given = token.text === ':' ? cursor.name() : undefined
  const value = cursor.parameter(given)
  if (value) return value
  // Spark calls a marker without a name by where it stands.
  const name = given ?? `_${token.start}`
  throw new MillraceError(
    'UNBOUND_SQL_PARAMETER',
    `Found the unbound parameter: ${name}. Please, fix \`args\` and provide a mapping of the parameter to either a SQL ` +
      'literal or collection constructor functions such as `map()`, `array()`, `struct()`.',
    { sqlState: '42P02' },
  )
}

/** `*`, its target already taken; `EXCEPT (a, b.c)` may follow. */
function star(cursor: ExpressionCursor, target: readonly string[] | undefined): Expression {
  if (!cursor.isWord('EXCEPT') || !cursor.isSymbol('(', 1)) return { kind: 'star', target }
  cursor.at += 2
  const except = [qualifiedName(cursor)]
  while (cursor.takeSymbol(',')) except.push(qualifiedName(cursor))
  cursor.expectSymbol(')')
  return { kind: 'star', target, except }
}

function qualifiedName(cursor: ExpressionCursor): readonly string[] {
  const path = [cursor.name()]
  while (cursor.takeSymbol('.')) path.push(cursor.name())
  return path
}

const constants: ReadonlyMap<string, Expression> = new Map([
  ['TRUE', literalOf(true, { kind: 'boolean' })],
  ['FALSE', literalOf(false, { kind: 'boolean' })],
  ['NULL', literalOf(null, { kind: 'null' })],
])

function parseWord(cursor: ExpressionCursor): Expression {
  const token = cursor.peek()
  if (token.kind === 'word') {
    const special = parseSpecialForm(cursor)
    if (special) return special
    if (startsInterval(cursor) && !isBareInterval(cursor)) return parseInterval(cursor)
    if (cursor.peek(1).kind === 'string') return parseTypedLiteral(cursor)
    const constant = constants.get(token.upper)
    if (constant && !cursor.isSymbol('(', 1) && !cursor.isSymbol('.', 1)) {
      cursor.next()
      // A copy: a place belongs to one of them.
      return { ...constant }
    }
  }
  if (cursor.isSymbol('->', 1)) return lambda(cursor)
  const qualified = qualifiedStar(cursor)
  if (qualified) return qualified
  if (startsIdentifier(cursor)) {
    const path = parseIdentifier(cursor)
    if (!cursor.isSymbol('(')) return 'kind' in path ? path : { kind: 'column', path }
    const call = parseCallOf(cursor, 'kind' in path ? [] : path)
    return 'kind' in path ? path : call
  }
  // ALL and ANY over subqueries are no calls: Spark's grammar has them behind LIKE only.
  if ((token.upper === 'ALL' || token.upper === 'ANY' || token.upper === 'SOME') && startsQueryBehind(cursor)) {
    throw cursor.syntaxError(cursor.peek(1))
  }
  if (startsCall(cursor)) return parseCall(cursor)
  return { kind: 'column', path: [cursor.name()] }
}

/** Whether `(SELECT …` stands behind the cursor. */
function startsQueryBehind(cursor: ExpressionCursor): boolean {
  return cursor.isSymbol('(', 1) && (cursor.isWord('SELECT', 2) || cursor.isWord('WITH', 2)) && cursor.isName(3)
}

/** `INTERVAL '1 day'` without a unit behind it. */
function isBareInterval(cursor: ExpressionCursor): boolean {
  return cursor.peek(1).kind === 'string' && !isIntervalUnit(cursor.peek(2).upper)
}

function qualifiedStar(cursor: ExpressionCursor): Expression | undefined {
  let ahead = 1
  while (cursor.isSymbol('.', ahead) && cursor.isName(ahead + 1)) ahead += 2
  if (!cursor.isSymbol('.', ahead) || !cursor.isSymbol('*', ahead + 1)) return undefined
  const target = [cursor.name()]
  while (cursor.isName(1)) {
    cursor.next()
    target.push(cursor.name())
  }
  cursor.at += 2
  return star(cursor, target)
}

/** Whether `(x, y) ->` stands at the cursor. */
function startsLambda(cursor: ExpressionCursor): boolean {
  let ahead = 1
  while (cursor.isName(ahead) && cursor.isSymbol(',', ahead + 1)) ahead += 2
  return ahead > 1 && cursor.isName(ahead) && cursor.isSymbol(')', ahead + 1) && cursor.isSymbol('->', ahead + 2)
}

function lambda(cursor: ExpressionCursor): Expression {
  const bracketed = cursor.takeSymbol('(')
  const parameters = [cursor.name()]
  while (bracketed && cursor.takeSymbol(',')) parameters.push(cursor.name())
  if (bracketed) cursor.expectSymbol(')')
  cursor.expectSymbol('->')
  return { kind: 'lambda', parameters, body: cursor.expression() }
}

/** `(expression)`, a row `(a, b AS c)`, or a scalar subquery. */
function brackets(cursor: ExpressionCursor): Expression {
  cursor.next()
  if (startsQuery(cursor)) return { kind: 'subquery', form: 'scalar', args: [], ...subqueryText(cursor) }
  const only = cursor.nested(() => cursor.expression())
  if (cursor.takeSymbol(')')) return only
  const first = cursor.withName(only)
  // The comma is not expected for certain, so that a missing bracket is reported as what it is.
  if (!cursor.isSymbol(',')) throw cursor.syntaxError(cursor.peek())
  const items = [first]
  while (cursor.takeSymbol(',')) items.push(cursor.named())
  cursor.expectSymbol(')')
  return rowOf(items)
}

/** A row is a named_struct; items without a name are called col1, col2, … */
function rowOf(items: readonly Expression[]): Expression {
  return operation('struct', ...items)
}

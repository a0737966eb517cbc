/** Calls whose brackets hold keywords (CAST, EXTRACT, TRIM, …), and CASE. */
import { MillraceError } from '../../errors.ts'
import { stringValue } from '../../types/ddl/tokenizer.ts'
import { parseTypeAt } from '../../types/ddl/type-parser.ts'
import { call, intLiteral, operation, textLiteral } from '../build.ts'
import type { Expression } from '../expression.ts'
import type { ExpressionCursor } from './expression-cursor.ts'
import { parseNullsInside } from './function-call.ts'
import { startsQuery, subqueryText } from './subquery-text.ts'

/** A form gives undefined when the word turns out to be an ordinary name or function. */
type Form = (cursor: ExpressionCursor) => Expression | undefined

/** Forms of the shape `WORD(`. */
const bracketForms: ReadonlyMap<string, Form> = new Map<string, Form>([
  ['CAST', (cursor) => castForm(cursor, 'cast')],
  ['TRY_CAST', (cursor) => castForm(cursor, 'try_cast')],
  ['STRUCT', structForm],
  ['FIRST', nullsForm],
  ['LAST', nullsForm],
  ['ANY_VALUE', nullsForm],
  ['EXTRACT', extractForm],
  ['POSITION', positionForm],
  ['SUBSTR', substringForm],
  ['SUBSTRING', substringForm],
  ['TRIM', trimForm],
  ['OVERLAY', overlayForm],
  ['TIMESTAMPADD', timestampForm],
  ['DATEADD', timestampForm],
  ['DATE_ADD', timestampForm],
  ['TIMESTAMPDIFF', timestampForm],
  ['DATEDIFF', timestampForm],
  ['DATE_DIFF', timestampForm],
  ['TIMEDIFF', timestampForm],
  ['EXISTS', existsForm],
])

/** Parses a form that has keywords of its own at the cursor, or gives undefined and takes nothing. */
export function parseSpecialForm(cursor: ExpressionCursor): Expression | undefined {
  if (cursor.isWord('CASE')) return attempt(cursor, caseForm)
  if (!cursor.isSymbol('(', 1)) return undefined
  return bracketForms.get(cursor.peek().upper)?.(cursor)
}

/** Runs a form; when it turns out not to be one the cursor is back where it was. After `commit` its errors are final. */
function attempt(
  cursor: ExpressionCursor,
  form: (cursor: ExpressionCursor, commit: () => void) => Expression | undefined,
) {
  const { at } = cursor
  let committed = false
  const commit = () => {
    committed = true
  }
  try {
    const expression = form(cursor, commit)
    if (expression) return expression
  } catch (error) {
    if (committed || !(error instanceof MillraceError) || error.condition !== 'PARSE_SYNTAX_ERROR') throw error
  }
  cursor.at = at
  return undefined
}

function caseForm(cursor: ExpressionCursor): Expression {
  cursor.next()
  const value = cursor.isWord('WHEN') ? undefined : cursor.expression()
  const args: Expression[] = []
  if (!cursor.isWord('WHEN')) throw cursor.syntaxError(cursor.peek())
  while (cursor.takeWord('WHEN')) {
    const condition = cursor.expression()
    cursor.expectWord('THEN')
    args.push(value ? operation('=', value, condition) : condition, cursor.expression())
  }
  if (cursor.takeWord('ELSE')) args.push(cursor.expression())
  cursor.expectWord('END')
  return operation('when', ...args)
}

function castForm(cursor: ExpressionCursor, mode: 'cast' | 'try_cast'): Expression {
  cursor.at += 2
  const input = cursor.expression()
  cursor.expectWord('AS')
  const type = parseTypeAt(cursor)
  cursor.expectSymbol(')')
  return { kind: 'cast', input, type, mode }
}

function structForm(cursor: ExpressionCursor): Expression {
  cursor.at += 2
  const items = cursor.isSymbol(')') ? [] : [cursor.named()]
  while (items.length > 0 && cursor.takeSymbol(',')) items.push(cursor.named())
  cursor.expectSymbol(')')
  return call('struct', ...items)
}

function nullsForm(cursor: ExpressionCursor): Expression | undefined {
  return attempt(cursor, parseNullsInside)
}

function extractForm(cursor: ExpressionCursor): Expression | undefined {
  if (!cursor.isWord('FROM', 3) || !cursor.isName(2)) return undefined
  cursor.at += 2
  const field = cursor.name()
  cursor.next()
  const source = cursor.value()
  cursor.expectSymbol(')')
  return operation('extract', textLiteral(field), source)
}

function positionForm(cursor: ExpressionCursor): Expression | undefined {
  return attempt(cursor, (_, commit) => {
    cursor.at += 2
    const wanted = cursor.value()
    if (!cursor.takeWord('IN')) return undefined
    commit()
    const text = cursor.value()
    cursor.expectSymbol(')')
    return call('locate', wanted, text, intLiteral(1))
  })
}

function substringForm(cursor: ExpressionCursor): Expression | undefined {
  return attempt(cursor, (_, commit) => {
    cursor.at += 2
    const text = cursor.value()
    if (!cursor.takeWord('FROM')) return undefined
    commit()
    const from = cursor.value()
    const length = cursor.takeWord('FOR') ? cursor.value() : intLiteral(2_147_483_647)
    cursor.expectSymbol(')')
    return call('substring', text, from, length)
  })
}

const trimNames: { readonly [side: string]: string } = { BOTH: 'trim', LEADING: 'ltrim', TRAILING: 'rtrim' }

/** The characters to cut come first in the call, as in `ltrim('x', s)`; none means blanks. */
function trimForm(cursor: ExpressionCursor): Expression | undefined {
  return attempt(cursor, (_, commit) => {
    cursor.at += 2
    const name = cursor.isSymbol(',', 1) || cursor.isSymbol(')', 1) ? undefined : trimNames[cursor.peek().upper]
    if (name) cursor.next()
    const characters = cursor.isWord('FROM') ? undefined : cursor.value()
    if (name && characters && cursor.isSymbol(')')) commit()
    if (name && cursor.isSymbol(')')) throw cursor.syntaxError(cursor.peek())
    if (!cursor.takeWord('FROM')) return undefined
    commit()
    const text = cursor.value()
    cursor.expectSymbol(')')
    return call(name ?? 'trim', ...(characters ? [characters] : []), text)
  })
}

function overlayForm(cursor: ExpressionCursor): Expression | undefined {
  return attempt(cursor, (_, commit) => {
    cursor.at += 2
    const input = cursor.value()
    if (!cursor.takeWord('PLACING')) return undefined
    commit()
    const replacement = cursor.value()
    cursor.expectWord('FROM')
    const from = cursor.value()
    const length = cursor.takeWord('FOR') ? cursor.value() : intLiteral(-1)
    cursor.expectSymbol(')')
    return call('overlay', input, replacement, from, length)
  })
}

const datetimeUnits = [
  ...['YEAR', 'QUARTER', 'MONTH', 'WEEK', 'DAY', 'DAYOFYEAR'],
  ...['HOUR', 'MINUTE', 'SECOND', 'MILLISECOND', 'MICROSECOND'],
]

/** `TIMESTAMPADD(HOUR, 1, ts)` and `TIMESTAMPDIFF(HOUR, a, b)` under all their names; two arguments are a plain call. */
function timestampForm(cursor: ExpressionCursor): Expression | undefined {
  return attempt(cursor, () => {
    const name = cursor.next()
    cursor.next()
    const unit = cursor.next()
    if (unit.kind !== 'string' && !datetimeUnits.includes(unit.upper)) return undefined
    if (!cursor.takeSymbol(',')) return undefined
    const second = cursor.value()
    if (!cursor.takeSymbol(',')) return undefined
    const third = cursor.value()
    cursor.expectSymbol(')')
    if (unit.kind === 'string') {
      const message =
        `The value of parameter(s) \`unit\` in \`${name.text}\` is invalid: expects one of the units without quotes ` +
        `${datetimeUnits.join(', ')}, but got the string literal '${stringValue(unit)}'.`
      const condition = 'INVALID_PARAMETER_VALUE.DATETIME_UNIT'
      cursor.defer(cursor.fragmentError(condition, message, '22023', name, cursor.peek(-1)))
    }
    const add = ['TIMESTAMPADD', 'DATEADD', 'DATE_ADD'].includes(name.upper)
    return call(add ? 'timestampadd' : 'timestampdiff', textLiteral(unit.upper), second, third)
  })
}

function existsForm(cursor: ExpressionCursor): Expression | undefined {
  return attempt(cursor, () => {
    cursor.at += 2
    return startsQuery(cursor) ? { kind: 'subquery', form: 'exists', args: [], ...subqueryText(cursor) } : undefined
  })
}

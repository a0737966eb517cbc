/** Expressions from Spark SQL text. */
import { MillraceError } from '../../errors.ts'
import type { Expression, WindowSpecification } from '../expression.ts'
import { ExpressionParser } from './expression-parser.ts'
import { parseSortItem } from './sort-item.ts'
import { parseWindow } from './window-specification.ts'

/**
 * One expression, with an alias perhaps, as `selectExpr`, `expr` and string conditions take: `upper(a) AS b`, `a > 1`.
 *
 * @param keepsEscapes backslashes in string literals stand for themselves
 * @throws PARSE_SYNTAX_ERROR and what else Spark's parser refuses, with line, position and the text
 */
export function parseExpression(text: string, keepsEscapes = false): Expression {
  const cursor = new ExpressionParser(text, keepsEscapes)
  const expression = cursor.named()
  cursor.expectEnd()
  return expression
}

/** One item of ORDER BY: `a`, `a DESC NULLS FIRST`. @throws as `parseExpression` */
export function parseSortExpression(text: string): Expression {
  const cursor = new ExpressionParser(text)
  const expression = parseSortItem(cursor)
  cursor.expectEnd()
  return expression
}

/** A window behind OVER: `(PARTITION BY a ORDER BY b)`. @throws as `parseExpression` */
export function parseWindowText(text: string): WindowSpecification | string {
  const cursor = new ExpressionParser(text)
  const window = parseWindow(cursor)
  cursor.expectEnd()
  return window
}

/**
 * The parts of a dotted column name, as `col('a.b')` takes it: `` `a.b`.c `` is two parts.
 *
 * @throws INVALID_ATTRIBUTE_NAME_SYNTAX
 */
export function parseColumnName(name: string): readonly string[] {
  const parts: string[] = []
  const part = /`((?:[^`]|``)*)`|([^`.]*)/y
  for (;;) {
    const match = part.exec(name)
    const [whole, quoted, plain] = match ?? ['']
    if (whole === '') throw invalidName(name)
    parts.push(quoted === undefined ? (plain as string) : quoted.replaceAll('``', '`'))
    if (part.lastIndex === name.length) return parts
    if (name[part.lastIndex] !== '.') throw invalidName(name)
    part.lastIndex++
  }
}

function invalidName(name: string): MillraceError {
  return new MillraceError(
    'INVALID_ATTRIBUTE_NAME_SYNTAX',
    'Syntax error in the attribute name: ' +
      `${name}. Check that backticks appear in pairs, a quoted string is a complete name part and use a backtick only ` +
      'inside quoted name parts.',
    { sqlState: '42601' },
  )
}

/** Session variables: DECLARE, SET VARIABLE, DROP TEMPORARY VARIABLE. */
import { MillraceError } from '../errors.ts'
import { parseTypeAt } from '../types/ddl/type-parser.ts'
import { parsePath } from './parse-relation.ts'
import type { QueryCursor } from './query-cursor.ts'
import type { PlacedValue, Statement, VariableName } from './statement.ts'

/** Whether nothing is left but what ends a statement. */
const atEnd = (cursor: QueryCursor): boolean => cursor.peek().kind === 'end' || cursor.isSymbol(';')

/** A variable's name. @throws PARSE_SYNTAX_ERROR */
export function parseVariableName(cursor: QueryCursor): VariableName {
  const first = cursor.at
  return { path: parsePath(cursor), place: { first, last: cursor.at } }
}

/** Names between commas. @throws PARSE_SYNTAX_ERROR */
export function parseVariableNames(cursor: QueryCursor): readonly VariableName[] {
  const names = [parseVariableName(cursor)]
  while (cursor.takeSymbol(',')) names.push(parseVariableName(cursor))
  return names
}

/**
 * An expression with its place.
 *
 * @param parse `expression` unless it may have a name
 * @throws PARSE_SYNTAX_ERROR
 */
export function parseValue(cursor: QueryCursor, parse = () => cursor.expression()): PlacedValue {
  const first = cursor.at
  const { start } = cursor.peek()
  const value = parse()
  return { value, text: cursor.text.slice(start, cursor.peek(-1).end), place: { first, last: cursor.at } }
}

/**
 * `DECLARE [OR REPLACE] [VARIABLE] x, y [type] [DEFAULT | = value]`
 *
 * @throws PARSE_SYNTAX_ERROR, INVALID_SQL_SYNTAX.VARIABLE_TYPE_OR_DEFAULT_REQUIRED
 */
export function parseDeclare(cursor: QueryCursor): Statement {
  const first = cursor.next()
  const replace = cursor.takeWords('OR', 'REPLACE')
  if (cursor.isName(1)) cursor.takeWord('VARIABLE')
  const names = parseVariableNames(cursor)
  const typed = !atEnd(cursor) && !cursor.isWord('DEFAULT') && !cursor.isSymbol('=')
  const type = typed ? parseTypeAt(cursor) : undefined
  if (typed && !atEnd(cursor) && !cursor.isWord('DEFAULT') && !cursor.isSymbol('='))
    throw cursor.syntaxError(cursor.peek())
  const initial = cursor.takeWord('DEFAULT') || cursor.takeSymbol('=') ? parseValue(cursor) : undefined
  if (!type && !initial) {
    const message =
      'Invalid SQL syntax: The definition of a SQL variable requires either a datatype or a DEFAULT clause.\n' +
      "For example, use `DECLARE name STRING` or `DECLARE name = 'SQL'` instead of `DECLARE name`."
    const condition = 'INVALID_SQL_SYNTAX.VARIABLE_TYPE_OR_DEFAULT_REQUIRED'
    cursor.defer(cursor.fragmentError(condition, message, '42000', first, cursor.peek(-1)))
  }
  return { kind: 'declareVariables', names, replace, type, initial }
}

/**
 * What stands behind SET: `VAR x = 1, y = DEFAULT`, `VARIABLE (x, y) = (query)`.
 *
 * @returns undefined, the cursor where it was, for what is neither: then it is a setting, as in Spark's grammar
 */
export function parseSetVariables(cursor: QueryCursor): Statement | undefined {
  const { at } = cursor
  if (!cursor.takeWord('VAR') && !cursor.takeWord('VARIABLE')) return undefined
  try {
    const statement = cursor.isSymbol('(') ? toQuery(cursor) : toValues(cursor)
    if (atEnd(cursor)) return statement
  } catch (error) {
    if (!(error instanceof MillraceError) || error.condition !== 'PARSE_SYNTAX_ERROR') throw error
  }
  cursor.at = at
  return undefined
}

function toQuery(cursor: QueryCursor): Statement {
  cursor.expectSymbol('(')
  const targets = parseVariableNames(cursor)
  cursor.expectSymbol(')')
  cursor.expectSymbol('=')
  cursor.expectSymbol('(')
  const query = cursor.query()
  cursor.expectSymbol(')')
  return { kind: 'setVariablesTo', targets, query }
}

function toValues(cursor: QueryCursor): Statement {
  const targets: VariableName[] = []
  const values: PlacedValue[] = []
  do {
    targets.push(parseVariableName(cursor))
    cursor.expectSymbol('=')
    values.push(parseValue(cursor))
  } while (cursor.takeSymbol(','))
  return { kind: 'setVariables', targets, values }
}

/** What stands behind `DROP TEMPORARY`: `VARIABLE [IF EXISTS] x`. @throws PARSE_SYNTAX_ERROR */
export function parseDropVariable(cursor: QueryCursor): Statement {
  cursor.expectWord('VARIABLE')
  const ifExists = cursor.takeWords('IF', 'EXISTS')
  return { kind: 'dropVariable', name: parseVariableName(cursor), ifExists }
}

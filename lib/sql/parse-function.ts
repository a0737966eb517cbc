/** CREATE TEMPORARY FUNCTION with a body of SQL, DROP FUNCTION, REFRESH FUNCTION. */

import type { Token } from '../types/ddl/tokenizer.ts'
import { parseTypeAt } from '../types/ddl/type-parser.ts'
import { notYet } from './not-yet.ts'
import { startsStatementQuery } from './parse-query.ts'
import { parsePath } from './parse-relation.ts'
import { parseValue } from './parse-variables.ts'
import type { QueryCursor } from './query-cursor.ts'
import type { RoutineParameter, Statement } from './statement.ts'
import { temporaryQualified } from './temporary-qualified.ts'

/**
 * `FUNCTION f(a INT DEFAULT 1) [RETURNS type] … RETURN expression`, behind `CREATE TEMPORARY`.
 *
 * @param first the statement's first token
 * @throws PARSE_SYNTAX_ERROR, INVALID_TEMP_OBJ_QUALIFIER, INVALID_SQL_SYNTAX.*, MILLRACE_SQL_NOT_YET
 */
export function parseCreateFunction(cursor: QueryCursor, first: Token, replace: boolean): Statement {
  cursor.expectWord('FUNCTION')
  const tolerant = cursor.takeWords('IF', 'NOT', 'EXISTS')
  const name = functionName(cursor, first)
  if (cursor.isWord('AS')) throw notYet(cursor, 'CREATE FUNCTION of a class')
  const parameters = parseParameters(cursor)
  const returns = cursor.takeWord('RETURNS') ? parseReturns(cursor) : undefined
  while (parseCharacteristic(cursor));
  cursor.expectWord('RETURN')
  if (startsStatementQuery(cursor) && !cursor.isSymbol('(')) throw notYet(cursor, 'RETURN of a query')
  const body = parseValue(cursor)
  if (tolerant) cursor.defer(refusedTolerance(cursor, first, replace))
  return { kind: 'createFunction', name, replace, parameters, returns, body }
}

function functionName(cursor: QueryCursor, first: Token): string {
  const path = parsePath(cursor)
  const qualifier = path.slice(0, -1).join('.').toLowerCase()
  if (!['', 'session', 'system.session'].includes(qualifier)) {
    cursor.defer(temporaryQualified(path, 'FUNCTION', cursor, first))
  }
  return path.at(-1) as string
}

function parseParameters(cursor: QueryCursor): readonly RoutineParameter[] {
  const parameters: RoutineParameter[] = []
  cursor.expectSymbol('(')
  if (cursor.takeSymbol(')')) return parameters
  do {
    const name = cursor.strictName()
    const type = parseTypeAt(cursor)
    const initial = cursor.takeWord('DEFAULT') ? parseValue(cursor) : undefined
    if (cursor.takeWord('COMMENT')) cursor.string()
    parameters.push({ name, type, initial })
  } while (cursor.takeSymbol(','))
  cursor.expectSymbol(')')
  return parameters
}

function parseReturns(cursor: QueryCursor) {
  if (cursor.isWord('TABLE')) throw notYet(cursor, 'CREATE FUNCTION of tables')
  return parseTypeAt(cursor)
}

/** What is said about a function: all of it holds for expressions anyhow. */
function parseCharacteristic(cursor: QueryCursor): boolean {
  if (cursor.takeWord('LANGUAGE')) return cursor.name() !== ''
  if (cursor.takeWord('COMMENT')) return cursor.string() !== undefined
  return (
    cursor.takeWords('NOT', 'DETERMINISTIC') ||
    cursor.takeWord('DETERMINISTIC') ||
    cursor.takeWords('CONTAINS', 'SQL') ||
    cursor.takeWords('READS', 'SQL', 'DATA') ||
    cursor.takeWords('SQL', 'SECURITY', 'DEFINER') ||
    cursor.takeWords('SQL', 'SECURITY', 'INVOKER')
  )
}

function refusedTolerance(cursor: QueryCursor, first: Token, replace: boolean) {
  const [condition, what] = replace
    ? [
        'CREATE_ROUTINE_WITH_IF_NOT_EXISTS_AND_REPLACE',
        'Cannot create a routine with both IF NOT EXISTS and REPLACE specified.',
      ]
    : ['CREATE_TEMP_FUNC_WITH_IF_NOT_EXISTS', 'CREATE TEMPORARY FUNCTION with IF NOT EXISTS is not allowed.']
  const message = `Invalid SQL syntax: ${what}`
  return cursor.fragmentError(`INVALID_SQL_SYNTAX.${condition}`, message, '42000', first, cursor.peek(-1))
}

/** `FUNCTION [IF EXISTS] f`, behind `DROP [TEMPORARY]`. @throws PARSE_SYNTAX_ERROR, INVALID_TEMP_OBJ_QUALIFIER */
export function parseDropFunction(cursor: QueryCursor, temporary: boolean): Statement {
  const first = cursor.tokens[0] as Token
  cursor.expectWord('FUNCTION')
  const ifExists = cursor.takeWords('IF', 'EXISTS')
  if (!temporary) return { kind: 'dropFunction', path: parsePath(cursor), temporary, ifExists }
  return { kind: 'dropFunction', path: [functionName(cursor, first)], temporary, ifExists }
}

/** `FUNCTION f`, behind `REFRESH`. @throws PARSE_SYNTAX_ERROR */
export function parseRefreshFunction(cursor: QueryCursor): Statement {
  cursor.expectWord('FUNCTION')
  const first = cursor.at
  const path = parsePath(cursor)
  return { kind: 'refreshFunction', path, place: { first, last: cursor.at } }
}

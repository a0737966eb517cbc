/** SQL statements from text: queries, and the commands about views and settings. */
import { parseCommand } from './parse-command.ts'
import { parseQuery, startsStatementQuery } from './parse-query.ts'
import { parsePath } from './parse-relation.ts'
import { QueryCursor } from './query-cursor.ts'
import type { Query, Statement } from './statement.ts'

/** A statement and the cursor that read it, which knows where each of its parts stands. */
export interface ParsedStatement {
  readonly statement: Statement
  readonly cursor: QueryCursor
}

/**
 * Parses one statement; semicolons may end it.
 *
 * @throws PARSE_SYNTAX_ERROR with line, position and marker; MILLRACE_SQL_NOT_YET for what Spark has and millrace has
 *   not; what else Spark's parser refuses
 */
export function parseStatement(text: string): ParsedStatement {
  const cursor = new StatementParser(text)
  const statement: Statement = startsStatementQuery(cursor)
    ? { kind: 'query', query: cursor.query() }
    : parseCommand(cursor)
  let ended = false
  while (cursor.takeSymbol(';')) ended = true
  const token = cursor.peek()
  if (ended && token.kind !== 'end') throw cursor.syntaxError(token, `: extra input '${token.text}'`)
  cursor.expectEnd()
  return { statement, cursor }
}

/**
 * The parts of a table's name: `t`, `global_temp.t`, `` `a b` ``.
 *
 * @throws PARSE_SYNTAX_ERROR
 */
export function parseTableName(text: string): readonly string[] {
  const cursor = new StatementParser(text)
  const path = parsePath(cursor)
  cursor.expectEnd()
  return path
}

class StatementParser extends QueryCursor {
  override query(): Query {
    return parseQuery(this)
  }
}

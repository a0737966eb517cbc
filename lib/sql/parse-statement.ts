/** SQL statements from text: queries, and the commands about views and settings. */
import type { Expression } from '../expressions/expression.ts'
import { parseCommand } from './parse-command.ts'
import { parseRelations } from './parse-join.ts'
import { parseQuery, startsStatementQuery } from './parse-query.ts'
import { parsePath } from './parse-relation.ts'
import { QueryCursor } from './query-cursor.ts'
import type { Query, Relation, Statement } from './statement.ts'

/** Values of the markers in a statement: by name, or one after the other. */
export type Parameters = { readonly [name: string]: Expression } | readonly Expression[]

/** A statement and the cursor that read it, which knows where each of its parts stands. */
export interface ParsedStatement {
  readonly statement: Statement
  readonly cursor: QueryCursor
}

/**
 * Parses one statement; semicolons may end it.
 *
 * @param parameters what stands for `:name` or, in a list, for each `?` in turn
 * @throws PARSE_SYNTAX_ERROR with line, position and marker; MILLRACE_SQL_NOT_YET for what Spark has and millrace has
 *   not; what else Spark's parser refuses
 */
export function parseStatement(text: string, parameters: Parameters = {}): ParsedStatement {
  const cursor = new StatementParser(text, parameters)
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
  readonly #parameters: Parameters

  constructor(text: string, parameters: Parameters = {}) {
    super(text)
    this.#parameters = parameters
  }

  override parameter(name: string | undefined): Expression | undefined {
    const given = this.#parameters
    if (name === undefined) return isList(given) ? given[this.#markersBefore(this.at - 1)] : undefined
    return !isList(given) && Object.hasOwn(given, name) ? given[name] : undefined
  }

  /** A marker's number: those inside of subqueries, which are parsed apart, count as well. */
  #markersBefore(at: number): number {
    return this.tokens.slice(0, at).filter(({ kind, text }) => kind === 'symbol' && text === '?').length
  }

  override query(): Query {
    return parseQuery(this)
  }

  override subquery(start: number): { readonly query: Query; readonly cursor: QueryCursor } {
    const cursor = new StatementParser(this.text, this.#parameters)
    cursor.at = this.tokens.findIndex((token) => token.start === start)
    const query = cursor.query()
    if (!cursor.isSymbol(')')) throw cursor.syntaxError(cursor.peek())
    cursor.settle()
    return { query, cursor }
  }

  override relations(): Relation {
    return parseRelations(this)
  }
}

const isList = (given: Parameters): given is readonly Expression[] => Array.isArray(given)

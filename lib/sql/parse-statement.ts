/** SQL statements from text: queries, and the commands about views and settings. */
import type { Expression, RoutineValue, VariableValue } from '../expressions/expression.ts'
import type { ConstantValue } from '../expressions/parser/expression-cursor.ts'
import { parseCommand } from './parse-command.ts'
import { parseRelations } from './parse-join.ts'
import { parseQuery, startsStatementQuery } from './parse-query.ts'
import { parsePath } from './parse-relation.ts'
import { QueryCursor } from './query-cursor.ts'
import type { Query, Relation, Statement } from './statement.ts'

/** What a statement may name besides columns and relations. */
export interface StatementNames {
  /** What stands for `:name`, or for the `?` that has so many before it. */
  readonly parameter?: (name: string | undefined, before: number) => Expression | undefined
  /** The session variable that a path names; undefined when there is none. */
  readonly variable?: (path: readonly string[]) => VariableValue | undefined
  /** The function made by SQL that a path names; undefined when there is none. */
  readonly routine?: (path: readonly string[]) => RoutineValue | undefined
  /** The value of an expression that has one for ever; undefined for others. */
  readonly constant?: (expression: Expression) => ConstantValue | undefined
  /** Backslashes in string literals stand for themselves. */
  readonly keepsEscapes?: boolean
}

/** A statement and the cursor that read it, which knows where each of its parts stands. */
export interface ParsedStatement {
  readonly statement: Statement
  readonly cursor: QueryCursor
}

/**
 * Parses one statement; semicolons may end it.
 *
 * @throws PARSE_EMPTY_STATEMENT; PARSE_SYNTAX_ERROR with line, position and marker; MILLRACE_SQL_NOT_YET for what Spark has
 *   and millrace has not; what else Spark's parser refuses
 */
export function parseStatement(text: string, names: StatementNames = {}): ParsedStatement {
  const cursor = new StatementParser(text, names)
  if (text.trim() === '') {
    throw cursor.error('PARSE_EMPTY_STATEMENT', 'Syntax error, unexpected empty statement.', '42617', cursor.peek())
  }
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

/** Parses one expression, with an alias perhaps. @throws PARSE_SYNTAX_ERROR */
export function parseExpressionOf(text: string, names: StatementNames): Expression {
  const cursor = new StatementParser(text, names)
  const expression = cursor.named()
  cursor.expectEnd()
  return expression
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
  readonly #names: StatementNames

  constructor(text: string, names: StatementNames = {}) {
    super(text, names.keepsEscapes)
    this.#names = names
  }

  override variable(path: readonly string[]): VariableValue | undefined {
    return this.#names.variable?.(path)
  }

  override routine(path: readonly string[]): RoutineValue | undefined {
    return this.#names.routine?.(path)
  }

  override parameter(name: string | undefined): Expression | undefined {
    return this.#names.parameter?.(name, this.#markersBefore(this.at - 1))
  }

  override constant(expression: Expression): ConstantValue | undefined {
    return this.#names.constant?.(expression) ?? super.constant(expression)
  }

  /** A marker's number: those inside of subqueries, which are parsed apart, count as well. */
  #markersBefore(at: number): number {
    return this.tokens.slice(0, at).filter(({ kind, text }) => kind === 'symbol' && text === '?').length
  }

  override query(): Query {
    return parseQuery(this)
  }

  override subquery(start: number, around: (path: readonly string[]) => boolean = () => false) {
    const variable = (path: readonly string[]) => (around(path) ? undefined : this.variable(path))
    const cursor = new StatementParser(this.text, { ...this.#names, variable })
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

/** Statements that are no queries. */
import type { Token } from '../types/ddl/tokenizer.ts'
import { notYet } from './not-yet.ts'
import { parseExecute } from './parse-execute.ts'
import { parseCreateFunction, parseDropFunction, parseRefreshFunction } from './parse-function.ts'
import { startsStatementQuery } from './parse-query.ts'
import { parsePath, parseTablePath } from './parse-relation.ts'
import { parseReset, parseSet } from './parse-set.ts'
import { parseDescribe, parseShow } from './parse-show.ts'
import { parseDeclare, parseDropVariable } from './parse-variables.ts'
import type { QueryCursor } from './query-cursor.ts'
import type { Statement, ViewColumn } from './statement.ts'
import { temporaryQualified } from './temporary-qualified.ts'

/** Commands of Spark that are not there yet, by their first word. */
const later = new Set([
  ...['ADD', 'ALTER', 'ANALYZE', 'BEGIN', 'CALL', 'COMMENT', 'DELETE', 'DFS'],
  ...['EXPORT', 'IMPORT', 'INSERT', 'LIST', 'LOAD', 'LOCK', 'MAP', 'MERGE', 'MSCK', 'REDUCE', 'REPAIR'],
  ...['TRUNCATE', 'UNLOCK', 'UPDATE'],
])

/** Parses a command. @throws PARSE_SYNTAX_ERROR, MILLRACE_SQL_NOT_YET */
export function parseCommand(cursor: QueryCursor): Statement {
  const { upper } = cursor.peek()
  switch (upper) {
    case 'CREATE':
      return create(cursor)
    case 'DROP':
      return drop(cursor)
    case 'SHOW':
      return parseShow(cursor)
    case 'DESC':
    case 'DESCRIBE':
      return parseDescribe(cursor)
    case 'EXPLAIN':
      return explain(cursor)
    case 'SET':
      return parseSet(cursor)
    case 'RESET':
      return parseReset(cursor)
    case 'DECLARE':
      return parseDeclare(cursor)
    case 'EXECUTE':
      return parseExecute(cursor)
    case 'CACHE':
    case 'UNCACHE':
      return cacheTable(cursor)
    case 'CLEAR':
      cursor.next()
      cursor.expectWord('CACHE')
      return { kind: 'cache', keep: false, path: undefined, ifExists: true, place: { first: 0, last: 0 } }
    case 'USE':
      return use(cursor)
    case 'REFRESH':
      return refresh(cursor)
    default:
      if (later.has(upper) && cursor.peek(1).kind === 'end') throw cursor.syntaxError(cursor.peek(1))
      throw later.has(upper) ? notYet(cursor, upper) : cursor.syntaxError(cursor.peek())
  }
}

function create(cursor: QueryCursor): Statement {
  const first = cursor.next()
  const replace = cursor.takeWords('OR', 'REPLACE')
  const global = cursor.takeWord('GLOBAL')
  const temporary = cursor.takeWord('TEMP') || cursor.takeWord('TEMPORARY')
  if (temporary && !global && cursor.isWord('FUNCTION')) return parseCreateFunction(cursor, first, replace)
  if (!cursor.isWord('VIEW')) throw notYet(cursor, `CREATE ${cursor.peek().upper}`)
  if (!temporary && cursor.peek(1).kind === 'end') throw cursor.syntaxError(cursor.peek(1))
  if (!temporary) throw notYet(cursor, 'CREATE VIEW without TEMPORARY')
  cursor.next()
  const tolerant = cursor.takeWords('IF', 'NOT', 'EXISTS')
  const name = viewName(parseTablePath(cursor), cursor, first)
  if (cursor.isSymbol('(') ? usesSource(cursor) : cursor.isWord('USING')) {
    return sourceView(cursor, { name, global, replace })
  }
  const columns = viewColumns(cursor)
  if (cursor.takeWord('COMMENT')) cursor.string()
  if (cursor.isWord('TBLPROPERTIES')) {
    const message = "Operation not allowed: TBLPROPERTIES can't coexist with CREATE TEMPORARY VIEW."
    throw cursor.fragmentError('_LEGACY_ERROR_TEMP_0035', message, undefined, first, cursor.tokens.at(-2) as Token)
  }
  cursor.expectWord('AS')
  const { start } = cursor.peek()
  const query = cursor.query()
  const text = cursor.text.slice(start, cursor.peek(-1).end)
  if (tolerant) {
    cursor.defer(
      cursor.fragmentError(
        '_LEGACY_ERROR_TEMP_0053',
        'It is not allowed to define a TEMPORARY view with IF NOT EXISTS.',
        undefined,
        first,
        cursor.peek(-1),
      ),
    )
  }
  return { kind: 'createView', name, global, replace, columns, query, text }
}

/** A temporary view has a name of one part. */
function viewName(path: readonly string[], cursor: QueryCursor, first: Token): string {
  if (path.length > 1) cursor.defer(temporaryQualified(path, 'VIEW', cursor, first))
  return path.at(-1) as string
}

/** Whether brackets at the cursor hold the schema of a source: USING stands behind them. */
function usesSource(cursor: QueryCursor): boolean {
  return cursor.isWord('USING', closing(cursor))
}

/** How far behind the cursor the bracket at it is closed, exclusive. */
function closing(cursor: QueryCursor): number {
  let ahead = 1
  for (let depth = 1; depth > 0 && cursor.peek(ahead).kind !== 'end'; ahead++) {
    if (cursor.isSymbol('(', ahead)) depth++
    if (cursor.isSymbol(')', ahead)) depth--
  }
  return ahead
}

function sourceView(
  cursor: QueryCursor,
  view: { readonly name: string; readonly global: boolean; readonly replace: boolean },
): Statement {
  let schema: string | undefined
  if (cursor.isSymbol('(')) {
    const length = closing(cursor)
    schema = cursor.text.slice(cursor.peek().end, cursor.peek(length - 1).start)
    cursor.at += length
  }
  cursor.expectWord('USING')
  const format = parsePath(cursor).join('.')
  return { kind: 'createSourceView', ...view, format, schema, options: sourceOptions(cursor) }
}

/** `OPTIONS (path 'x', header = true)` */
function sourceOptions(cursor: QueryCursor): readonly (readonly [string, string])[] {
  const options: [string, string][] = []
  if (!cursor.takeWord('OPTIONS')) return options
  cursor.expectSymbol('(')
  do {
    const key = cursor.peek().kind === 'string' ? cursor.string() : parsePath(cursor).join('.')
    cursor.takeSymbol('=')
    options.push([key, cursor.peek().kind === 'string' ? cursor.string() : cursor.next().text.toLowerCase()])
  } while (cursor.takeSymbol(','))
  cursor.expectSymbol(')')
  return options
}

/** `(a, b COMMENT 'text')`, or undefined. */
function viewColumns(cursor: QueryCursor): readonly ViewColumn[] | undefined {
  if (!cursor.takeSymbol('(')) return undefined
  const columns: ViewColumn[] = []
  do {
    const name = cursor.strictName()
    columns.push({ name, comment: cursor.takeWord('COMMENT') ? cursor.string() : undefined })
  } while (cursor.takeSymbol(','))
  cursor.expectSymbol(')')
  return columns
}

function drop(cursor: QueryCursor): Statement {
  cursor.next()
  if (cursor.peek().kind === 'end') throw cursor.syntaxError(cursor.peek())
  const temporary = (cursor.isWord('TEMPORARY') || cursor.isWord('TEMP')) && cursor.next()
  if (temporary && cursor.isWord('VARIABLE')) return parseDropVariable(cursor)
  if (cursor.isWord('FUNCTION')) return parseDropFunction(cursor, temporary !== false)
  if (!temporary && cursor.isWord('VARIABLE')) throw cursor.syntaxError(cursor.peek())
  if (!cursor.isWord('VIEW')) throw notYet(cursor, `DROP ${cursor.peek().upper}`)
  cursor.next()
  const ifExists = cursor.takeWords('IF', 'EXISTS')
  return { kind: 'dropView', path: parseTablePath(cursor), ifExists }
}

function cacheTable(cursor: QueryCursor): Statement {
  const keep = cursor.next().upper === 'CACHE'
  const lazy = keep && cursor.takeWord('LAZY')
  cursor.expectWord('TABLE')
  const ifExists = !keep && cursor.takeWords('IF', 'EXISTS')
  const first = cursor.at
  const path = parsePath(cursor)
  const place = { first, last: cursor.at }
  if (keep && cursor.isWord('OPTIONS')) skipOptions(cursor)
  if (keep && (cursor.takeWord('AS') || startsStatementQuery(cursor))) {
    const name = viewName(path, cursor, cursor.tokens[0] as Token)
    const { start } = cursor.peek()
    const query = cursor.query()
    return { kind: 'cacheQuery', name, query, text: cursor.text.slice(start, cursor.peek(-1).end), lazy }
  }
  return { kind: 'cache', keep, path, ifExists, place }
}

/** `OPTIONS ('storageLevel' 'DISK_ONLY')`: what is kept is kept in memory. */
function skipOptions(cursor: QueryCursor): void {
  sourceOptions(cursor)
}

/** `USE [NAMESPACE | DATABASE] name` */
function use(cursor: QueryCursor): Statement {
  cursor.next()
  if (['NAMESPACE', 'DATABASE', 'SCHEMA'].includes(cursor.peek().upper) && cursor.isName(1)) cursor.next()
  return { kind: 'use', path: parsePath(cursor) }
}

/** `REFRESH TABLE t`: rows are read anew anyhow, but for those that a cache keeps. */
function refresh(cursor: QueryCursor): Statement {
  cursor.next()
  if (cursor.isWord('FUNCTION') && cursor.isName(1)) return parseRefreshFunction(cursor)
  if (!cursor.takeWord('TABLE')) throw notYet(cursor, `REFRESH ${cursor.peek().upper}`)
  const first = cursor.at
  const path = parsePath(cursor)
  return { kind: 'refresh', path, place: { first, last: cursor.at } }
}

function explain(cursor: QueryCursor): Statement {
  cursor.next()
  const { upper } = cursor.peek()
  if (upper === 'CODEGEN' || upper === 'COST' || upper === 'FORMATTED') throw notYet(cursor, `EXPLAIN ${upper}`)
  const extended = cursor.takeWord('EXTENDED')
  if (!startsStatementQuery(cursor)) throw notYet(cursor, 'EXPLAIN of a command')
  return { kind: 'explain', query: cursor.query(), extended }
}

/** SHOW and DESCRIBE. */

import { notYet } from './not-yet.ts'
import { startsStatementQuery } from './parse-query.ts'
import { parsePath } from './parse-relation.ts'
import type { QueryCursor } from './query-cursor.ts'
import type { Place, Query, Statement } from './statement.ts'

const namespaceWords: ReadonlySet<string> = new Set(['DATABASES', 'SCHEMAS', 'NAMESPACES'])
const functionScopes: ReadonlySet<string> = new Set(['USER', 'SYSTEM', 'ALL'])

/** What Spark shows of what there is not here. */
const ofTables: ReadonlySet<string> = new Set(['TABLE', 'PROCEDURES', 'LOCKS', 'INDEX'])

/** SHOW TABLES, VIEWS, COLUMNS, FUNCTIONS, NAMESPACES, CATALOGS, … @throws PARSE_SYNTAX_ERROR, MILLRACE_SQL_NOT_YET */
export function parseShow(cursor: QueryCursor): Statement {
  cursor.next()
  const { upper } = cursor.peek()
  if (ofTables.has(upper)) throw notYet(cursor, `SHOW ${upper}`)
  const scope = functionScopes.has(upper) && cursor.isWord('FUNCTIONS', 1) ? cursor.next().upper : undefined
  const what = cursor.next().upper
  if (what === 'TABLES' || what === 'VIEWS') {
    const namespace = parseNamespace(cursor)
    const column = what === 'TABLES' ? 'tableName' : 'viewName'
    return { kind: 'showTables', column, namespace, pattern: parsePattern(cursor) }
  }
  if (what === 'CREATE' || what === 'PARTITIONS') return parseShowTable(cursor, what)
  if (what === 'FUNCTIONS') {
    const namespace = parseNamespace(cursor)
    const pattern = parsePattern(cursor) ?? (cursor.isName() ? parsePath(cursor).join('.') : undefined)
    const only = scope === 'USER' ? 'user' : scope === 'SYSTEM' ? 'system' : undefined
    return { kind: 'showFunctions', namespace, only, pattern }
  }
  if (what === 'COLUMNS') {
    if (!cursor.takeWord('IN')) cursor.expectWord('FROM')
    return { kind: 'showColumns', query: parseColumnsTable(cursor) }
  }
  if (what === 'TBLPROPERTIES') return { kind: 'showProperties', query: parseTable(cursor) }
  if (namespaceWords.has(what)) {
    return { kind: 'showNamespaces', namespace: parseNamespace(cursor), pattern: parsePattern(cursor) }
  }
  if (what === 'CATALOGS') return { kind: 'showCatalogs', pattern: parsePattern(cursor) }
  if (
    what === 'CURRENT' &&
    (cursor.takeWord('NAMESPACE') || cursor.takeWord('DATABASE') || cursor.takeWord('SCHEMA'))
  ) {
    return { kind: 'showNamespace' }
  }
  throw cursor.syntaxError(cursor.peek(), cursor.peek().kind === 'end' ? ": missing 'FUNCTIONS'" : '')
}

function parseNamespace(cursor: QueryCursor): readonly string[] | undefined {
  return cursor.takeWord('FROM') || cursor.takeWord('IN') ? parsePath(cursor) : undefined
}

/** `SHOW CREATE TABLE t [AS SERDE]`, `SHOW PARTITIONS t [PARTITION (a = 1)]` */
function parseShowTable(cursor: QueryCursor, what: 'CREATE' | 'PARTITIONS'): Statement {
  if (what === 'CREATE') {
    cursor.expectWord('TABLE')
    const query = parseTable(cursor)
    if (cursor.takeWord('AS')) cursor.expectWord('SERDE')
    return { kind: 'showTable', what: 'SHOW CREATE TABLE', query }
  }
  const query = parseTable(cursor)
  if (cursor.takeWord('PARTITION')) {
    cursor.expectSymbol('(')
    do cursor.expression()
    while (cursor.takeSymbol(','))
    cursor.expectSymbol(')')
  }
  return { kind: 'showTable', what: 'SHOW PARTITIONS', query }
}

/** `t`, `t IN namespace` */
function parseColumnsTable(cursor: QueryCursor): Query {
  const first = cursor.at
  const path = parsePath(cursor)
  const place = { first, last: cursor.at }
  const namespace = parseNamespace(cursor) ?? []
  return tableQuery([...namespace, ...path], place)
}

function parsePattern(cursor: QueryCursor): string | undefined {
  const like = cursor.takeWord('LIKE')
  return cursor.peek().kind === 'string' || (like && !cursor.isName()) ? cursor.string() : undefined
}

function parseTable(cursor: QueryCursor): Query {
  const first = cursor.at
  const path = parsePath(cursor)
  return tableQuery(path, { first, last: cursor.at })
}

const tableQuery = (path: readonly string[], place: Place): Query => ({
  kind: 'relation',
  relation: { kind: 'table', path, streaming: false, alias: undefined, place },
})

const namespaceKinds: ReadonlySet<string> = new Set(['DATABASE', 'SCHEMA', 'NAMESPACE'])

/** `DESCRIBE [TABLE] [EXTENDED] t [column]`, `DESCRIBE [QUERY] SELECT …`, `DESCRIBE FUNCTION f`, `DESCRIBE DATABASE d` */
export function parseDescribe(cursor: QueryCursor): Statement {
  cursor.next()
  const { upper } = cursor.peek()
  if (upper === 'FUNCTION' && (cursor.isName(1) || cursor.peek(1).kind === 'string')) return describeFunction(cursor)
  if (namespaceKinds.has(upper) && cursor.isName(1)) {
    cursor.next()
    if (cursor.isName(1)) cursor.takeWord('EXTENDED')
    return { kind: 'describeNamespace', path: parsePath(cursor) }
  }
  if ((upper === 'CATALOG' || upper === 'PROCEDURE') && cursor.isName(1)) throw notYet(cursor, `DESCRIBE ${upper}`)
  if ((cursor.isWord('QUERY') && cursor.isName(1)) || startsStatementQuery(cursor)) {
    cursor.takeWord('QUERY')
    if (!(cursor.isWord('TABLE') && cursor.isName(1))) return { kind: 'describe', query: cursor.query() }
  }
  if (cursor.isName(1)) cursor.takeWord('TABLE')
  if (cursor.isName(1) && !cursor.takeWord('EXTENDED')) cursor.takeWord('FORMATTED')
  const query = parseTable(cursor)
  return cursor.isName() ? { kind: 'describeColumn', query, path: parsePath(cursor) } : { kind: 'describe', query }
}

function describeFunction(cursor: QueryCursor): Statement {
  cursor.next()
  if (cursor.isName(1)) cursor.takeWord('EXTENDED')
  const first = cursor.at
  const path = cursor.peek().kind === 'string' ? [cursor.string()] : parsePath(cursor)
  return { kind: 'describeFunction', path, place: { first, last: cursor.at } }
}

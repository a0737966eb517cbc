/** Queries: SELECT, UNION ALL, WITH, LIMIT. What Spark's grammar has beyond that is refused by name. */
import type { Expression } from '../expressions/expression.ts'
import { afterItem } from './clause-words.ts'
import { notYet } from './not-yet.ts'
import { parseAlias, parseNames, parseRelation, parseValues, startsValues } from './parse-relation.ts'
import type { QueryCursor } from './query-cursor.ts'
import type { NamedQuery, Query, Relation } from './statement.ts'

/**
 * Parses a query at the cursor.
 *
 * @throws PARSE_SYNTAX_ERROR, MILLRACE_SQL_NOT_YET
 */
export function parseQuery(cursor: QueryCursor): Query {
  return cursor.nested(() => {
    const names = parseWith(cursor)
    const input = parseModifiers(cursor, parseSetOperations(cursor))
    return names ? { kind: 'with', names, input } : input
  })
}

function parseWith(cursor: QueryCursor): readonly NamedQuery[] | undefined {
  if (!cursor.isWord('WITH')) return undefined
  cursor.next()
  if (cursor.isWord('RECURSIVE') && cursor.isName(1)) throw notYet(cursor, 'WITH RECURSIVE')
  const names: NamedQuery[] = []
  do {
    const first = cursor.at
    const name = cursor.strictName()
    const columns = parseNames(cursor)
    const place = { first, last: cursor.at }
    cursor.takeWord('AS')
    cursor.expectSymbol('(')
    const query = parseQuery(cursor)
    cursor.expectSymbol(')')
    names.push({ name, columns, query, place })
  } while (cursor.takeSymbol(','))
  return names
}

/** Set operations are left-associative; INTERSECT would bind stronger. */
function parseSetOperations(cursor: QueryCursor): Query {
  const first = cursor.at
  let left = parseTerm(cursor)
  for (let links = 1; ; links++) {
    cursor.link(links)
    const { upper } = cursor.peek()
    if (upper === 'EXCEPT' || upper === 'MINUS' || upper === 'SETMINUS' || upper === 'INTERSECT') {
      throw notYet(cursor, upper)
    }
    if (upper !== 'UNION') return left
    if (!cursor.isWord('ALL', 1)) throw notYet(cursor, 'UNION without ALL')
    cursor.at += 2
    left = { kind: 'union', left, right: parseTerm(cursor), place: { first, last: cursor.at } }
  }
}

function parseTerm(cursor: QueryCursor): Query {
  if (cursor.isSymbol('(')) {
    cursor.next()
    const query = parseQuery(cursor)
    cursor.expectSymbol(')')
    return query
  }
  const first = cursor.at
  if (startsValues(cursor)) {
    const rows = parseValues(cursor)
    const alias = parseAlias(cursor)
    return { kind: 'relation', relation: { kind: 'values', rows, alias, place: { first, last: cursor.at } } }
  }
  if (cursor.isWord('TABLE') && cursor.isName(1)) {
    cursor.next()
    return { kind: 'relation', relation: parseRelation(cursor) }
  }
  if (cursor.isWord('FROM')) return parseFromFirst(cursor)
  if (!cursor.isWord('SELECT')) throw cursor.syntaxError(cursor.peek())
  const list = parseSelectList(cursor)
  const from = cursor.takeWord('FROM') ? parseRelation(cursor) : undefined
  return parseWhere(cursor, list, from)
}

/** `FROM t SELECT a WHERE …`, and `FROM t` alone for all of its columns. */
function parseFromFirst(cursor: QueryCursor): Query {
  cursor.next()
  const relation = parseRelation(cursor)
  if (cursor.isSymbol('|')) throw notYet(cursor, '|> pipes')
  if (!cursor.isWord('SELECT')) return { kind: 'relation', relation }
  const query = parseWhere(cursor, parseSelectList(cursor), relation)
  if (cursor.isWord('SELECT')) throw notYet(cursor, 'several SELECTs over one FROM')
  return query
}

interface SelectList {
  readonly items: readonly Expression[]
  readonly itemsPlace: { readonly first: number; readonly last: number }
}

function parseSelectList(cursor: QueryCursor): SelectList {
  cursor.expectWord('SELECT')
  skipHints(cursor)
  if (cursor.isWord('DISTINCT') && cursor.startsOperand(1)) throw notYet(cursor, 'SELECT DISTINCT')
  if (cursor.isWord('TRANSFORM') && cursor.isSymbol('(', 1) && isScript(cursor)) throw notYet(cursor, 'TRANSFORM')
  if (cursor.isWord('ALL') && cursor.startsOperand(1) && !afterItem.has(cursor.peek(1).upper)) cursor.next()
  const first = cursor.at
  const items: Expression[] = []
  do items.push(cursor.named(afterItem))
  while (cursor.takeSymbol(','))
  return { items, itemsPlace: { first, last: cursor.at } }
}

/** `SELECT TRANSFORM (a) USING 'script'` is no call of the function transform. */
function isScript(cursor: QueryCursor): boolean {
  let ahead = 2
  for (let depth = 1; depth > 0 && cursor.peek(ahead).kind !== 'end'; ahead++) {
    if (cursor.isSymbol('(', ahead)) depth++
    if (cursor.isSymbol(')', ahead)) depth--
  }
  return cursor.isWord('USING', ahead)
}

/** Hints are read over: there is one thread and no shuffle that they could steer. */
function skipHints(cursor: QueryCursor): void {
  while (cursor.isSymbol('/') && cursor.isSymbol('*', 1) && cursor.isSymbol('+', 2)) {
    while (!(cursor.isSymbol('*') && cursor.isSymbol('/', 1))) {
      if (cursor.next().kind === 'end') throw cursor.syntaxError(cursor.peek())
    }
    cursor.at += 2
  }
}

const laterClauses: readonly (readonly string[])[] = [['GROUP', 'BY'], ['HAVING'], ['QUALIFY'], ['WINDOW']]

function parseWhere(cursor: QueryCursor, list: SelectList, from: Relation | undefined): Query {
  // A word that ends the text has become an alias already, as in Spark.
  const present = cursor.takeWord('WHERE')
  const first = cursor.at
  const where = present ? cursor.expression() : undefined
  refuseWords(cursor, laterClauses)
  return { kind: 'select', ...list, from, where, wherePlace: { first, last: cursor.at } }
}

function refuseWords(cursor: QueryCursor, clauses: readonly (readonly string[])[]): void {
  const clause = clauses.find((words) => words.every((word, ahead) => cursor.isWord(word, ahead)))
  if (clause) throw notYet(cursor, clause.join(' '))
}

const laterModifiers: readonly (readonly string[])[] = [
  ['ORDER', 'BY'],
  ['SORT', 'BY'],
  ['CLUSTER', 'BY'],
  ['DISTRIBUTE', 'BY'],
  ['WINDOW'],
]

/** ORDER BY … OFFSET: what holds for the whole query. */
function parseModifiers(cursor: QueryCursor, input: Query): Query {
  refuseWords(cursor, laterModifiers)
  let query = input
  if (cursor.isWord('LIMIT')) {
    cursor.next()
    if (!cursor.takeWord('ALL')) {
      const first = cursor.at
      query = { kind: 'limit', input, count: cursor.expression(), place: { first, last: cursor.at } }
    }
  }
  if (cursor.isWord('OFFSET')) throw notYet(cursor, 'OFFSET')
  if (cursor.isSymbol('|') && cursor.isSymbol('>', 1)) throw notYet(cursor, '|> pipes')
  return query
}

/** Whether a query begins at the cursor, as a statement. */
export function startsStatementQuery(cursor: QueryCursor): boolean {
  return cursor.isSymbol('(') || ['SELECT', 'WITH', 'VALUES', 'TABLE', 'FROM'].includes(cursor.peek().upper)
}

/** Queries: SELECT, UNION ALL, WITH, LIMIT. What Spark's grammar has beyond that is refused by name. */
import type { Expression } from '../expressions/expression.ts'
import { parseSortItem } from '../expressions/parser/sort-item.ts'
import { afterItem } from './clause-words.ts'
import { notYet } from './not-yet.ts'
import { parseAlias, parseNames, parseRelation, parseValues, startsValues } from './parse-relation.ts'
import type { QueryCursor } from './query-cursor.ts'
import type { NamedQuery, Place, Query, Relation } from './statement.ts'

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

/** UNION, EXCEPT and MINUS are left-associative; INTERSECT binds stronger. */
function parseSetOperations(cursor: QueryCursor): Query {
  const first = cursor.at
  let left = parseIntersections(cursor)
  for (let links = 1; ; links++) {
    cursor.link(links)
    const { upper } = cursor.peek()
    if (upper === 'EXCEPT' || upper === 'MINUS' || upper === 'SETMINUS') {
      cursor.next()
      const all = takeQuantifier(cursor)
      const right = parseIntersections(cursor)
      left = { kind: 'setOperation', operation: 'except', all, left, right, place: { first, last: cursor.at } }
    } else if (upper === 'UNION') {
      if (!cursor.isWord('ALL', 1)) throw notYet(cursor, 'UNION without ALL')
      cursor.at += 2
      left = { kind: 'union', left, right: parseIntersections(cursor), place: { first, last: cursor.at } }
    } else return left
  }
}

function parseIntersections(cursor: QueryCursor): Query {
  const first = cursor.at
  let left = parseTerm(cursor)
  for (let links = 1; cursor.takeWord('INTERSECT'); links++) {
    cursor.link(links)
    const all = takeQuantifier(cursor)
    const right = parseTerm(cursor)
    left = { kind: 'setOperation', operation: 'intersect', all, left, right, place: { first, last: cursor.at } }
  }
  return left
}

/** ALL, or DISTINCT, which is meant without either. */
function takeQuantifier(cursor: QueryCursor): boolean {
  return cursor.takeWord('ALL') || (cursor.takeWord('DISTINCT') && false)
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

const laterModifiers: readonly (readonly string[])[] = [['CLUSTER', 'BY'], ['DISTRIBUTE', 'BY'], ['WINDOW']]

/** ORDER BY … OFFSET: what holds for the whole query. */
function parseModifiers(cursor: QueryCursor, input: Query): Query {
  refuseWords(cursor, laterModifiers)
  let query = parseSort(cursor, input)
  const limited = query
  let limit: { readonly count: Expression; readonly place: Place } | undefined
  if (cursor.isWord('LIMIT')) {
    cursor.next()
    if (!cursor.takeWord('ALL')) limit = parseCount(cursor)
  }
  // Rows are left out before they are counted, whatever is written first.
  if (cursor.takeWord('OFFSET')) query = { kind: 'offset', input: limited, ...parseCount(cursor) }
  if (limit) query = { kind: 'limit', input: query, ...limit }
  if (cursor.isSymbol('|') && cursor.isSymbol('>', 1)) throw notYet(cursor, '|> pipes')
  return query
}

function parseCount(cursor: QueryCursor): { readonly count: Expression; readonly place: Place } {
  const first = cursor.at
  const count = cursor.expression()
  return { count, place: { first, last: cursor.at } }
}

function parseSort(cursor: QueryCursor, input: Query): Query {
  const global = cursor.isWord('ORDER')
  if (!(global || cursor.isWord('SORT')) || !cursor.isWord('BY', 1)) return input
  cursor.at += 2
  const first = cursor.at
  if (cursor.isWord('ALL') && !cursor.startsOperand(1)) throw notYet(cursor, 'ORDER BY ALL')
  const orders = [parseSortItem(cursor)]
  while (cursor.takeSymbol(',')) orders.push(parseSortItem(cursor))
  return { kind: 'sort', input, orders, global, place: { first, last: cursor.at } }
}

/** Whether a query begins at the cursor, as a statement. */
export function startsStatementQuery(cursor: QueryCursor): boolean {
  return cursor.isSymbol('(') || ['SELECT', 'WITH', 'VALUES', 'TABLE', 'FROM'].includes(cursor.peek().upper)
}

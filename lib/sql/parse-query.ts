/** Queries: SELECT, set operations, WITH, ORDER BY, LIMIT. What Spark's grammar has beyond that is refused by name. */
import type { Expression } from '../expressions/expression.ts'
import { parseSortItem } from '../expressions/parser/sort-item.ts'
import { quoteIdentifier } from '../types/ddl/identifier.ts'
import type { Token } from '../types/ddl/tokenizer.ts'
import { afterItem } from './clause-words.ts'
import { notYet } from './not-yet.ts'
import { parseGrouping, refuseLast, standsForAll } from './parse-grouping.ts'
import { type PipeGrammar, parsePipes, type SelectList } from './parse-pipe.ts'
import { parseAlias, parseNames, parseValues, relationPrimary, startsValues } from './parse-relation.ts'
import { type NamedWindows, parseWindows, windowedQuery, windowedRelation, withWindows } from './parse-windows.ts'
import type { QueryCursor } from './query-cursor.ts'
import type { NamedQuery, Place, Qualify, Query, Relation } from './statement.ts'

/**
 * Parses a query at the cursor.
 *
 * @throws PARSE_SYNTAX_ERROR, MILLRACE_SQL_NOT_YET
 */
export function parseQuery(cursor: QueryCursor): Query {
  return cursor.nested(() => {
    const names = parseWith(cursor)
    const first = cursor.at
    const input = parseModifiers(cursor, parsePipes(cursor, parseSetOperations(cursor), first, pipes))
    return names ? { kind: 'with', ...names, input } : input
  })
}

function parseWith(
  cursor: QueryCursor,
): Pick<Extract<Query, { readonly kind: 'with' }>, 'names' | 'recursive'> | undefined {
  if (!cursor.isWord('WITH')) return undefined
  const begin = cursor.next()
  const recursive =
    cursor.isWord('RECURSIVE') && cursor.isName(1) && !cursor.isWord('AS', 1) && cursor.takeWord('RECURSIVE')
  const names: NamedQuery[] = []
  do {
    const first = cursor.at
    const name = cursor.strictName()
    const columns = parseNames(cursor)
    const place = { first, last: cursor.at }
    const rounds = cursor.takeWords('MAX', 'RECURSION', 'LEVEL') ? Number(cursor.next().text) : undefined
    cursor.takeWord('AS')
    cursor.expectSymbol('(')
    const start = cursor.at
    const query = parseQuery(cursor)
    const body = { first: start, last: cursor.at }
    cursor.expectSymbol(')')
    names.push({ name, columns, query, place, body, rounds })
  } while (cursor.takeSymbol(','))
  refuseDuplicates(cursor, names, begin)
  return { names, recursive }
}

function refuseDuplicates(cursor: QueryCursor, names: readonly NamedQuery[], first: Token): void {
  const lower = names.map((one) => one.name.toLowerCase())
  const twice = names.filter((_, at) => lower.indexOf(lower[at] as string) < at)
  if (twice.length === 0) return
  const text = twice.map((one) => quoteIdentifier(one.name)).join(', ')
  const message = `CTE definition can't have duplicate names: ${text}.`
  cursor.defer(cursor.fragmentError('DUPLICATED_CTE_NAMES', message, '42602', first, cursor.peek(-1)))
}

/** UNION, EXCEPT and MINUS are left-associative; INTERSECT binds stronger. */
function parseSetOperations(cursor: QueryCursor): Query {
  const first = cursor.at
  let left = parseIntersections(cursor)
  for (let links = 1; ; links++) {
    cursor.link(links)
    const made = parseSetOperation(cursor, left, first)
    if (made === left) return left
    left = made
  }
}

function parseSetOperation(cursor: QueryCursor, left: Query, first: number): Query {
  const { upper } = cursor.peek()
  if (upper === 'EXCEPT' || upper === 'MINUS') {
    cursor.next()
    const all = takeQuantifier(cursor)
    const right = parseIntersections(cursor)
    return { kind: 'setOperation', operation: 'except', all, left, right, place: { first, last: cursor.at } }
  }
  if (upper === 'INTERSECT') return intersected(cursor, left, first)
  if (upper !== 'UNION') return left
  cursor.next()
  const all = takeQuantifier(cursor)
  return { kind: 'union', all, left, right: parseIntersections(cursor), place: { first, last: cursor.at } }
}

function parseIntersections(cursor: QueryCursor): Query {
  const first = cursor.at
  let left = parseTerm(cursor)
  for (let links = 1; cursor.isWord('INTERSECT'); links++) {
    cursor.link(links)
    left = intersected(cursor, left, first)
  }
  return left
}

function intersected(cursor: QueryCursor, left: Query, first: number): Query {
  cursor.next()
  const all = takeQuantifier(cursor)
  const right = parseTerm(cursor)
  return { kind: 'setOperation', operation: 'intersect', all, left, right, place: { first, last: cursor.at } }
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
    return { kind: 'relation', relation: relationPrimary(cursor) }
  }
  if (cursor.isWord('FROM')) return parseFromFirst(cursor)
  if (!cursor.isWord('SELECT')) throw cursor.syntaxError(cursor.peek())
  const list = parseSelectList(cursor)
  refuseTrailingComma(cursor, list)
  const from = cursor.takeWord('FROM') ? cursor.relations() : undefined
  return parseBlock(cursor, list, from)
}

/** `FROM t SELECT a WHERE …`, and `FROM t` alone for all of its columns. */
function parseFromFirst(cursor: QueryCursor): Query {
  cursor.next()
  const relation = cursor.relations()
  if (!cursor.isWord('SELECT')) return { kind: 'relation', relation }
  const query = parseBlock(cursor, parseSelectList(cursor), relation)
  if (cursor.isWord('SELECT')) throw notYet(cursor, 'several SELECTs over one FROM')
  return query
}

/** `SELECT a, FROM t` reads as a column FROM called t. */
function refuseTrailingComma(cursor: QueryCursor, { items, itemsPlace }: SelectList): void {
  const last = items.at(-1)
  const column = last?.kind === 'alias' ? last.input : last
  if (items.length < 2 || column?.kind !== 'column' || column.path[0]?.toUpperCase() !== 'FROM') return
  const at = cursor.tokens.findLastIndex(
    (token, index) => index >= itemsPlace.first && index < cursor.at && token.upper === 'FROM',
  )
  const token = cursor.tokens[at] as Token
  const message = 'Trailing comma detected in SELECT clause. Remove the trailing comma before the FROM clause.'
  cursor.defer(cursor.error('TRAILING_COMMA_IN_SELECT', message, '42601', token))
}

function parseSelectList(cursor: QueryCursor): SelectList {
  const start = cursor.at
  cursor.expectWord('SELECT')
  skipHints(cursor)
  const distinct = cursor.isWord('DISTINCT') && cursor.startsOperand(1) && cursor.takeWord('DISTINCT')
  if (cursor.isWord('TRANSFORM') && cursor.isSymbol('(', 1) && isScript(cursor)) throw notYet(cursor, 'TRANSFORM')
  if (!distinct && cursor.isWord('ALL') && cursor.startsOperand(1) && !afterItem.has(cursor.peek(1).upper))
    cursor.next()
  const first = cursor.at
  const items: Expression[] = []
  do items.push(cursor.named(afterItem))
  while (cursor.takeSymbol(','))
  return { items, itemsPlace: { first, last: cursor.at }, distinct, start }
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

/** WHERE, GROUP BY, HAVING, WINDOW and QUALIFY. */
function parseBlock(cursor: QueryCursor, { start, ...list }: SelectList, from: Relation | undefined): Query {
  // A word that ends the text has become an alias already, as in Spark.
  const present = cursor.takeWord('WHERE')
  const first = cursor.at
  const where = present ? cursor.expression() : undefined
  const wherePlace = { first, last: cursor.at }
  const grouping = parseGrouping(cursor)
  const filtered = cursor.takeWord('HAVING')
  const havingFirst = cursor.at
  const having = filtered ? asCondition(cursor.expression(), cursor, start) : undefined
  const havingPlace = { first: havingFirst, last: cursor.at }
  const windows = parseWindows(cursor)
  const qualify = parseQualify(cursor, windows, start)
  const items = list.items.map((item) => withWindows(item, windows))
  const inside = from && windowedRelation(from, windows)
  const selected = { ...list, items, from: inside, where, wherePlace, grouping, having, havingPlace, qualify }
  return { kind: 'select', ...selected }
}

function parseQualify(cursor: QueryCursor, windows: NamedWindows, start: number): Qualify | undefined {
  if (!cursor.isWord('QUALIFY')) return undefined
  cursor.next()
  const first = cursor.at
  const condition = asCondition(withWindows(cursor.expression(), windows), cursor, start)
  return { condition, place: { first, last: cursor.at } }
}

const predicates = new Set('and or not = == <=> < <= > >= between in like ilike rlike isnull isnotnull'.split(' '))

/**
 * HAVING and QUALIFY cast what is written as no predicate: numbers are conditions there, other than in WHERE. Messages do
 * not show the cast, and mark the query for it, which begins at the token `start`.
 */
function asCondition(input: Expression, cursor: QueryCursor, start: number): Expression {
  const written = input.kind === 'call' && input.operator === true && predicates.has(input.name)
  if (written || (input.kind === 'subquery' && input.form !== 'scalar')) return input
  return cursor.placed(start, { kind: 'call', name: 'boolean', args: [input] })
}

/** ORDER BY … OFFSET: what holds for the whole query. */
function parseModifiers(cursor: QueryCursor, input: Query): Query {
  const sorted = parseSort(cursor, input)
  let query = windowedQuery(sorted, parseWindows(cursor))
  const limited = query
  let limit: { readonly count: Expression; readonly place: Place } | undefined
  if (cursor.isWord('LIMIT')) {
    cursor.next()
    if (!cursor.takeWord('ALL')) limit = parseCount(cursor)
  }
  // Rows are left out before they are counted, whatever is written first.
  if (cursor.takeWord('OFFSET')) query = { kind: 'offset', input: limited, ...parseCount(cursor) }
  if (limit) query = { kind: 'limit', input: query, ...limit }
  return query
}

function parseCount(cursor: QueryCursor): { readonly count: Expression; readonly place: Place } {
  const first = cursor.at
  const count = cursor.expression()
  return { count, place: { first, last: cursor.at } }
}

/** @throws UNSUPPORTED_FEATURE.COMBINATION_QUERY_RESULT_CLAUSES, when the rest is well-formed */
function parseSort(cursor: QueryCursor, input: Query): Query {
  const first = cursor.at
  let query = input
  const found: string[] = []
  for (const word of ['ORDER', 'CLUSTER', 'DISTRIBUTE', 'SORT'] as const) {
    if (!cursor.isWord(word) || !cursor.isWord('BY', 1)) continue
    cursor.at += 2
    refuseLast(cursor)
    found.push(word)
    query =
      word === 'ORDER' || word === 'SORT' ? sortOf(cursor, query, word === 'ORDER') : spreadOf(cursor, query, word)
  }
  if (found.length > 1 && (found[0] === 'ORDER' || found[0] === 'CLUSTER')) {
    const message = 'The feature is not supported: Combination of ORDER BY/SORT BY/DISTRIBUTE BY/CLUSTER BY.'
    const condition = 'UNSUPPORTED_FEATURE.COMBINATION_QUERY_RESULT_CLAUSES'
    cursor.defer(cursor.fragmentError(condition, message, '0A000', cursor.tokens[first] as Token, cursor.peek(-1)))
  }
  return query
}

function sortOf(cursor: QueryCursor, input: Query, global: boolean): Query {
  const first = cursor.at
  const orders = parseOrders(cursor)
  return { kind: 'sort', input, orders, global, place: { first, last: cursor.at } }
}

/** Rows are not spread over partitions: CLUSTER BY orders them, DISTRIBUTE BY leaves them as they are. */
function spreadOf(cursor: QueryCursor, input: Query, word: 'CLUSTER' | 'DISTRIBUTE'): Query {
  const first = cursor.at
  const expressions = [cursor.expression()]
  while (cursor.takeSymbol(',')) expressions.push(cursor.expression())
  const place = { first, last: cursor.at }
  if (word === 'DISTRIBUTE') return { kind: 'spread', input, expressions, place }
  const orders = expressions.map((one): Expression => ({ kind: 'sort', input: one, ascending: true, nullsFirst: true }))
  return { kind: 'sort', input, orders, global: false, place }
}

function parseOrders(cursor: QueryCursor): readonly Expression[] {
  const all = standsForAll(cursor)
  const orders = [parseSortItem(cursor)]
  while (cursor.takeSymbol(',')) orders.push(parseSortItem(cursor))
  const [only] = orders
  if (!all || orders.length > 1 || only?.kind !== 'sort' || only.input.kind !== 'column') return orders
  return [{ ...only, input: { kind: 'star', target: undefined } }]
}

/** Whether a query begins at the cursor, as a statement. */
export function startsStatementQuery(cursor: QueryCursor): boolean {
  return cursor.isSymbol('(') || ['SELECT', 'WITH', 'VALUES', 'TABLE', 'FROM'].includes(cursor.peek().upper)
}

const pipes: PipeGrammar = {
  selectList: parseSelectList,
  modifiers: parseModifiers,
  setOperation: parseSetOperation,
}

/** `query |> WHERE … |> SELECT …`: operators one after the other, each over the rows of what stands before it. */
import type { Expression } from '../expressions/expression.ts'
import type { Token } from '../types/ddl/tokenizer.ts'
import { afterItem } from './clause-words.ts'
import { parseGrouping } from './parse-grouping.ts'
import { joined, startsJoin } from './parse-join.ts'
import { parsePivots, startsPivot } from './parse-pivot.ts'
import { parseSample } from './parse-sample.ts'
import { parseWindows } from './parse-windows.ts'
import type { QueryCursor } from './query-cursor.ts'
import type { Grouping, Place, Query, Relation } from './statement.ts'

/** What the grammar of whole queries lends to pipes. */
export interface PipeGrammar {
  /** SELECT and its list. */
  readonly selectList: (cursor: QueryCursor) => SelectList
  /** ORDER BY … OFFSET. */
  readonly modifiers: (cursor: QueryCursor, input: Query) => Query
  /** UNION, EXCEPT, INTERSECT with what stands before them; the input itself where there is none. */
  readonly setOperation: (cursor: QueryCursor, left: Query, first: number) => Query
}

export interface SelectList {
  readonly items: readonly Expression[]
  readonly itemsPlace: Place
  readonly distinct: boolean
  /** The token SELECT. */
  readonly start: number
}

/** Whether a pipe stands at the cursor. */
export function startsPipe(cursor: QueryCursor): boolean {
  return cursor.isSymbol('|') && cursor.isSymbol('>', 1) && cursor.peek().end === cursor.peek(1).start
}

/** @throws PARSE_SYNTAX_ERROR */
export function parsePipes(cursor: QueryCursor, query: Query, first: number, grammar: PipeGrammar): Query {
  let input = query
  for (let links = 1; startsPipe(cursor); links++) {
    cursor.link(links)
    cursor.at += 2
    input = operator(cursor, input, first, grammar)
  }
  return input
}

const star: Expression = { kind: 'star', target: undefined }

function operator(cursor: QueryCursor, input: Query, first: number, grammar: PipeGrammar): Query {
  const { upper } = cursor.peek()
  const rows = piped(input, { first, last: cursor.at })
  // Spark marks the whole query.
  const whole = { first, last: first + 1 }
  switch (upper) {
    case 'SELECT':
      return select(rows, grammar.selectList(cursor))
    case 'EXTEND': {
      cursor.next()
      const { items, place } = named(cursor)
      return { ...select(rows, { items: [star, ...items], itemsPlace: place, distinct: false }), pipe: 'EXTEND' }
    }
    case 'SET': {
      cursor.next()
      const values = list(cursor, () => {
        const name = cursor.strictName()
        cursor.expectSymbol('=')
        return { name, value: cursor.expression() }
      })
      return { kind: 'assign', input, values, place: whole }
    }
    case 'DROP': {
      cursor.next()
      const except = list(cursor, () => [cursor.strictName()])
      return select(rows, { items: [{ ...star, except } as Expression], itemsPlace: whole, distinct: false })
    }
    case 'AS':
      cursor.next()
      // Names that its columns have got stay.
      return relation({ ...rows, alias: { name: cursor.strictName(), columns: rows.alias?.columns } })
    case 'WHERE': {
      cursor.next()
      const from = cursor.at
      const where = cursor.expression()
      const wherePlace = { first: from, last: cursor.at }
      return { ...select(rows, { items: [star], itemsPlace: wherePlace, distinct: false }), where, wherePlace }
    }
    case 'AGGREGATE':
      cursor.next()
      return aggregate(cursor, rows)
    case 'UNION':
    case 'EXCEPT':
    case 'MINUS':
    case 'INTERSECT':
      return grammar.setOperation(cursor, input, first)
    case 'TABLESAMPLE': {
      const sample = parseSample(cursor)
      return sample ? relation({ kind: 'sample', input: rows, sample, alias: undefined, place: sample.place }) : input
    }
    default:
      return other(cursor, input, rows, grammar)
  }
}

function other(cursor: QueryCursor, input: Query, rows: Relation, { modifiers }: PipeGrammar): Query {
  const behind = cursor.peek(-1)
  if (startsPivot(cursor)) return relation(parsePivots(cursor, rows))
  if (startsJoin(cursor)) return relation(joined(cursor, rows))
  refuseWindows(cursor)
  const first = cursor.at
  const query = modifiers(cursor, input.kind === 'relation' ? input : relation(rows))
  if (query.kind !== 'relation' || query.relation !== rows) {
    refuseSeveral(cursor, first, query)
    return query
  }
  if (cursor.peek(-1) !== behind) return input
  const single = cursor.peek(1).kind === 'end' ? `: extra input '${cursor.peek().text}'` : ''
  throw cursor.syntaxError(cursor.peek(), single)
}

/** @throws MULTIPLE_QUERY_RESULT_CLAUSES_WITH_PIPE_OPERATORS for an order and a limit in one pipe */
function refuseSeveral(cursor: QueryCursor, first: number, query: Query): void {
  if (query.kind !== 'limit' && query.kind !== 'offset') return
  const { input } = query
  const ordered = input.kind === 'offset' ? input.input : input
  const clause = clauseOf(ordered, first, cursor)
  if (!clause) return
  const cut = input.kind === 'offset' ? 'OFFSET' : query.kind.toUpperCase()
  const message = `${clause} and ${cut} cannot coexist in the same SQL pipe operator using '|>'. Please separate the multiple result clauses into separate pipe operators and then retry the query again.`
  const condition = 'MULTIPLE_QUERY_RESULT_CLAUSES_WITH_PIPE_OPERATORS'
  cursor.defer(cursor.fragmentError(condition, message, '42000', cursor.tokens[first] as Token, cursor.peek(-1)))
}

/** The clause of order that a query of this pipe ends in, in Spark's words. */
function clauseOf(query: Query, first: number, cursor: QueryCursor): string | undefined {
  if ((query.kind !== 'sort' && query.kind !== 'spread') || query.place.first <= first) return undefined
  const { upper } = cursor.tokens[first] as Token
  return query.kind === 'sort' && upper === 'DISTRIBUTE' ? 'SORT BY ... DISTRIBUTE BY ...' : `${upper} BY`
}

/** @throws UNSUPPORTED_FEATURE.CLAUSE_WITH_PIPE_OPERATORS, when the rest is well-formed */
function refuseWindows(cursor: QueryCursor): void {
  const first = cursor.peek()
  if (parseWindows(cursor).size === 0) return
  const message =
    'The feature is not supported: The SQL pipe operator syntax using |> does not support the WINDOW clause.'
  const condition = 'UNSUPPORTED_FEATURE.CLAUSE_WITH_PIPE_OPERATORS'
  cursor.defer(cursor.fragmentError(condition, message, '0A000', first, cursor.peek(-1)))
}

/** `AGGREGATE items [GROUP BY keys]`: the keys come out first. */
function aggregate(cursor: QueryCursor, rows: Relation): Query {
  const first = cursor.at
  const results = cursor.isWord('GROUP') ? [] : list(cursor, () => cursor.named(afterItem))
  const place = { first, last: cursor.at }
  const grouping = keysOf(cursor)
  const items = [...(grouping?.names ?? []), ...results]
  const made = select(rows, { items, itemsPlace: place, distinct: false })
  return { ...made, grouping: grouping?.grouping, pipe: 'AGGREGATE' }
}

interface NamedKeys {
  readonly grouping: Grouping
  readonly names: readonly Expression[]
}

function keysOf(cursor: QueryCursor): NamedKeys | undefined {
  if (!cursor.isWord('GROUP') || !cursor.isWord('BY', 1)) return undefined
  if (cursor.isWord('ALL', 2)) {
    const message =
      'The feature is not supported: The SQL pipe operator syntax with aggregation (using |> AGGREGATE) does not support ' +
      'GROUP BY ALL.'
    const condition = 'UNSUPPORTED_FEATURE.PIPE_OPERATOR_AGGREGATE_UNSUPPORTED_CASE'
    cursor.defer(cursor.fragmentError(condition, message, '0A000', cursor.tokens[0] as Token, cursor.peek(2)))
  }
  if (['ROLLUP', 'CUBE', 'GROUPING', 'ALL'].includes(cursor.peek(2).upper)) {
    const grouping = parseGrouping(cursor) as Grouping
    return { grouping, names: grouping.keys ?? [] }
  }
  cursor.at += 2
  const { items, place } = named(cursor)
  const keys = items.map((one) => (one.kind === 'alias' ? one.input : one))
  return { grouping: { keys, sets: undefined, place }, names: items }
}

function named(cursor: QueryCursor): { readonly items: readonly Expression[]; readonly place: Place } {
  const first = cursor.at
  const items = list(cursor, () => cursor.named(afterItem))
  return { items, place: { first, last: cursor.at } }
}

function list<T>(cursor: QueryCursor, parse: () => T): readonly T[] {
  const made = [parse()]
  while (cursor.takeSymbol(',')) made.push(parse())
  return made
}

const relation = (one: Relation): Query => ({ kind: 'relation', relation: one })

function piped(query: Query, place: Place): Relation {
  if (query.kind === 'relation') return query.relation
  return { kind: 'query', query, open: true, alias: undefined, place }
}

function select(from: Relation, list: Omit<SelectList, 'start'>): Extract<Query, { readonly kind: 'select' }> {
  const nowhere = list.itemsPlace
  return {
    kind: 'select',
    ...list,
    from,
    where: undefined,
    wherePlace: nowhere,
    grouping: undefined,
    having: undefined,
    havingPlace: nowhere,
  }
}

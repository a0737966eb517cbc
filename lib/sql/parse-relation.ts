/** What stands behind FROM: tables, subqueries, VALUES, each with an alias. */
import type { Expression } from '../expressions/expression.ts'
import { parseCall, startsCall } from '../expressions/parser/function-call.ts'
import { afterRelation } from './clause-words.ts'
import { notYet } from './not-yet.ts'
import type { QueryCursor } from './query-cursor.ts'
import type { Relation, RelationAlias } from './statement.ts'

/**
 * Parses one relation and refuses what would join it with another.
 *
 * @throws PARSE_SYNTAX_ERROR, MILLRACE_SQL_NOT_YET
 */
export function parseRelation(cursor: QueryCursor): Relation {
  const relation = relationPrimary(cursor)
  refuseJoin(cursor)
  return relation
}

type Core =
  | Pick<Extract<Relation, { readonly kind: 'table' }>, 'kind' | 'path' | 'streaming'>
  | Pick<Extract<Relation, { readonly kind: 'query' }>, 'kind' | 'query'>
  | Pick<Extract<Relation, { readonly kind: 'values' }>, 'kind' | 'rows'>
  | Pick<Extract<Relation, { readonly kind: 'function' }>, 'kind' | 'call'>

function relationPrimary(cursor: QueryCursor): Relation {
  const first = cursor.at
  const core = relationCore(cursor)
  const last = cursor.at
  if (core.kind === 'table' && (cursor.isWord('VERSION') || cursor.isWord('TIMESTAMP')) && cursor.isWord('AS', 1)) {
    throw notYet(cursor, `${cursor.peek().upper} AS OF`)
  }
  if (cursor.isWord('TABLESAMPLE')) throw notYet(cursor, 'TABLESAMPLE')
  const alias = parseAlias(cursor)
  // An inline table is as long as its alias, a table's or subquery's place is its name: where Spark points.
  return { ...core, alias, place: { first, last: core.kind === 'values' ? cursor.at : last } }
}

function relationCore(cursor: QueryCursor): Core {
  if (startsValues(cursor)) return { kind: 'values', rows: parseValues(cursor) }
  if (cursor.isSymbol('(')) return bracketed(cursor)
  if (cursor.isWord('LATERAL')) throw notYet(cursor, 'LATERAL')
  if (startsStream(cursor)) {
    cursor.next()
    const closing = cursor.takeSymbol('(')
    const path = parsePath(cursor)
    if (closing) cursor.expectSymbol(')')
    return { kind: 'table', path, streaming: true }
  }
  if (startsCall(cursor)) {
    const call = parseCall(cursor)
    if (call.kind === 'call') return { kind: 'function', call }
  }
  return { kind: 'table', path: parsePath(cursor), streaming: false }
}

/** `(query)` or a relation in brackets: what is behind the last bracket decides, so the query is tried first. */
function bracketed(cursor: QueryCursor): Core {
  cursor.next()
  return cursor.nested(() => {
    if (!startsQueryTerm(cursor)) {
      const relation = parseRelation(cursor)
      cursor.expectSymbol(')')
      return { kind: 'query', query: { kind: 'relation', relation } }
    }
    const query = cursor.query()
    cursor.expectSymbol(')')
    return { kind: 'query', query }
  })
}

function startsQueryTerm(cursor: QueryCursor): boolean {
  if (cursor.isSymbol('(') || startsValues(cursor)) return true
  const { upper } = cursor.peek()
  return upper === 'SELECT' || upper === 'WITH' || ((upper === 'FROM' || upper === 'TABLE') && cursor.isName(1))
}

/** Whether `VALUES …` stands at the cursor, and not a table of that name. */
export function startsValues(cursor: QueryCursor): boolean {
  return cursor.isWord('VALUES') && cursor.startsOperand(1) && !afterRelation.has(cursor.peek(1).upper)
}

function startsStream(cursor: QueryCursor): boolean {
  if (!cursor.isWord('STREAM')) return false
  return (
    cursor.isSymbol('(', 1) || (cursor.isName(1) && !afterRelation.has(cursor.peek(1).upper) && !cursor.isWord('AS', 1))
  )
}

/** Rows of VALUES: `(1, 'a')` is a row of two columns, `1` of one. */
export function parseValues(cursor: QueryCursor): readonly (readonly Expression[])[] {
  cursor.expectWord('VALUES')
  const rows: (readonly Expression[])[] = []
  do rows.push(valuesRow(cursor))
  while (cursor.takeSymbol(','))
  return rows
}

function valuesRow(cursor: QueryCursor): readonly Expression[] {
  const row = cursor.expression()
  // `(1, 2)` is parsed as a row value, which here is the row itself.
  return row.kind === 'call' && row.name === 'struct' && row.operator ? row.args : [row]
}

/** A dotted name. */
export function parsePath(cursor: QueryCursor): readonly string[] {
  const path = [cursor.strictName()]
  while (cursor.takeSymbol('.')) path.push(cursor.strictName())
  return path
}

/** `(a, b)`, or undefined. */
export function parseNames(cursor: QueryCursor): readonly string[] | undefined {
  if (!cursor.takeSymbol('(')) return undefined
  const names = [cursor.strictName()]
  while (cursor.takeSymbol(',')) names.push(cursor.strictName())
  cursor.expectSymbol(')')
  return names
}

/** The alias of a relation; a clause's word is one only when it is the last of the text. */
export function parseAlias(cursor: QueryCursor): RelationAlias | undefined {
  const explicit = cursor.takeWord('AS')
  if (explicit && cursor.isSymbol('(')) return { name: undefined, columns: parseNames(cursor) }
  const named =
    cursor.isName() && (explicit || !afterRelation.has(cursor.peek().upper) || cursor.peek(1).kind === 'end')
  if (!named) {
    if (explicit) throw cursor.syntaxError(cursor.peek())
    return undefined
  }
  return { name: cursor.strictName(), columns: parseNames(cursor) }
}

const joinWords = new Set(['JOIN', 'INNER', 'CROSS', 'LEFT', 'RIGHT', 'FULL', 'SEMI', 'ANTI', 'NATURAL'])

function refuseJoin(cursor: QueryCursor): void {
  const { upper } = cursor.peek()
  if (cursor.isSymbol(',') || joinWords.has(upper)) throw notYet(cursor, upper === '' ? 'joins' : 'JOIN')
  if (upper === 'LATERAL') throw notYet(cursor, 'LATERAL VIEW')
  if (upper === 'PIVOT' || upper === 'UNPIVOT') throw notYet(cursor, upper)
}

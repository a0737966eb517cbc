/** What stands behind FROM: tables, subqueries, VALUES, each with an alias. */
import type { Expression } from '../expressions/expression.ts'
import { parseCall, parseCallOf, startsCall } from '../expressions/parser/function-call.ts'
import { parseRelationIdentifier, startsIdentifier } from '../expressions/parser/identifier-clause.ts'
import { afterRelation, beforeBy, neverAlias } from './clause-words.ts'
import { notYet } from './not-yet.ts'
import { parseSample } from './parse-sample.ts'
import type { QueryCursor } from './query-cursor.ts'
import type { Query, Relation, RelationAlias } from './statement.ts'

type Core =
  | Pick<Extract<Relation, { readonly kind: 'table' }>, 'kind' | 'path' | 'streaming'>
  | Pick<Extract<Relation, { readonly kind: 'query' }>, 'kind' | 'query'>
  | Pick<Extract<Relation, { readonly kind: 'values' }>, 'kind' | 'rows'>
  | Pick<Extract<Relation, { readonly kind: 'function' }>, 'kind' | 'call'>

/**
 * Parses one relation with its alias.
 *
 * @throws PARSE_SYNTAX_ERROR, MILLRACE_SQL_NOT_YET
 */
export function relationPrimary(cursor: QueryCursor): Relation {
  const first = cursor.at
  const core = relationCore(cursor)
  if ('place' in core) {
    const alias = parseAlias(cursor)
    const query: Query = { kind: 'relation', relation: core }
    return alias ? { kind: 'query', query, alias, place: { first, last: cursor.at } } : core
  }
  const last = cursor.at
  if (core.kind === 'table' && (cursor.isWord('VERSION') || cursor.isWord('TIMESTAMP')) && cursor.isWord('AS', 1)) {
    throw notYet(cursor, `${cursor.peek().upper} AS OF`)
  }
  const sample = core.kind === 'function' ? undefined : parseSample(cursor)
  // Behind a function it is an alias, as in Spark.
  if (core.kind === 'function' && cursor.isWord('TABLESAMPLE')) throw cursor.syntaxError(cursor.peek(1))
  const watermark = parseWatermark(cursor)
  const alias = parseAlias(cursor)
  if (watermark || sample) {
    const plain: Relation = { ...core, alias: undefined, place: { first, last } }
    const input: Relation = sample
      ? { kind: 'sample', input: plain, sample, alias: undefined, place: sample.place }
      : plain
    const marked: Relation = watermark ? { kind: 'watermark', input, ...watermark } : input
    if (!alias) return marked
    return { kind: 'query', query: { kind: 'relation', relation: marked }, alias, place: { first, last } }
  }
  // An inline table is as long as its alias, a table's or subquery's place is its name: where Spark points.
  return { ...core, alias, place: { first, last: core.kind === 'values' ? cursor.at : last } }
}

function relationCore(cursor: QueryCursor): Core | Relation {
  if (startsValues(cursor)) return { kind: 'values', rows: parseValues(cursor) }
  if (cursor.isSymbol('(')) return bracketed(cursor)
  if (startsStream(cursor)) {
    cursor.next()
    const closing = cursor.takeSymbol('(')
    const path = parseTablePath(cursor)
    if (closing) cursor.expectSymbol(')')
    return { kind: 'table', path, streaming: true }
  }
  if (startsIdentifier(cursor)) {
    const path = parseRelationIdentifier(cursor)
    const call = cursor.isSymbol('(') ? parseCallOf(cursor, path) : undefined
    return call?.kind === 'call' ? { kind: 'function', call } : { kind: 'table', path, streaming: false }
  }
  if (startsCall(cursor)) {
    const call = parseCall(cursor)
    if (call.kind === 'call') return { kind: 'function', call }
  }
  return { kind: 'table', path: parsePath(cursor), streaming: false }
}

/** `(query)` or a relation in brackets: what is behind the last bracket decides, so the query is tried first. */
function bracketed(cursor: QueryCursor): Core | Relation {
  cursor.next()
  return cursor.nested(() => {
    if (startsQueryTerm(cursor) && !bracketsAreRelation(cursor)) {
      const query = cursor.query()
      if (cursor.peek().kind === 'end') throw cursor.syntaxError(cursor.peek(), ": missing ')'")
      cursor.expectSymbol(')')
      return { kind: 'query', query }
    }
    const relation = cursor.relations()
    cursor.expectSymbol(')')
    return relation
  })
}

/** Whether the brackets at the cursor are joined with something: `((SELECT …) a JOIN b)`. */
function bracketsAreRelation(cursor: QueryCursor): boolean {
  if (!cursor.isSymbol('(')) return false
  let ahead = 1
  for (let depth = 1; depth > 0 && cursor.peek(ahead).kind !== 'end'; ahead++) {
    if (cursor.isSymbol('(', ahead)) depth++
    if (cursor.isSymbol(')', ahead)) depth--
  }
  const { upper } = cursor.peek(ahead)
  return cursor.isSymbol(',', ahead) || joinWords.has(upper) || (cursor.isName(ahead) && !afterRelation.has(upper))
}

/** `WATERMARK ts DELAY OF INTERVAL 10 SECONDS`, or undefined. */
function parseWatermark(
  cursor: QueryCursor,
): Pick<Extract<Relation, { kind: 'watermark' }>, 'column' | 'delay' | 'alias' | 'place'> | undefined {
  if (!cursor.isWord('WATERMARK') || !cursor.startsOperand(1) || cursor.isSymbol('(', 1)) return undefined
  cursor.next()
  const first = cursor.at
  const column = cursor.named(new Set(['DELAY']))
  cursor.expectWord('DELAY')
  cursor.expectWord('OF')
  return { column, delay: cursor.expression(), alias: undefined, place: { first, last: cursor.at } }
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
  // `(1, 2)` is parsed as a row value, which here is the row itself; so is `struct(1, 2)`.
  return row.kind === 'call' && row.name === 'struct' ? row.args : [row]
}

/** A table's name, or `IDENTIFIER('name')`. */
export function parseTablePath(cursor: QueryCursor): readonly string[] {
  return startsIdentifier(cursor) ? parseRelationIdentifier(cursor) : parsePath(cursor)
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
  const { upper } = cursor.peek()
  const begins = afterRelation.has(upper) && (!beforeBy.has(upper) || cursor.isWord('BY', 1))
  const last = cursor.peek(1).kind === 'end' && !neverAlias.has(upper)
  const named = cursor.isName() && (explicit || !begins || last)
  if (!named) {
    if (explicit) throw cursor.syntaxError(cursor.peek())
    return undefined
  }
  return { name: cursor.strictName(), columns: parseNames(cursor) }
}

const joinWords = new Set(['JOIN', 'INNER', 'CROSS', 'LEFT', 'RIGHT', 'FULL', 'SEMI', 'ANTI', 'NATURAL'])

/** What joins relations: JOIN in all spellings, commas, LATERAL, LATERAL VIEW. */
import { parseCall, startsCall } from '../expressions/parser/function-call.ts'
import type { JoinType } from '../plan/join/join-type.ts'
import { afterRelation } from './clause-words.ts'
import { notYet } from './not-yet.ts'
import { parseAlias, parseNames, relationPrimary } from './parse-relation.ts'
import type { QueryCursor } from './query-cursor.ts'
import type { Join, Relation } from './statement.ts'

/** `a JOIN b …, c LATERAL VIEW …`. @throws PARSE_SYNTAX_ERROR, MILLRACE_SQL_NOT_YET */
export function parseRelations(cursor: QueryCursor): Relation {
  const first = cursor.at
  let left = joined(cursor, relationPrimary(cursor))
  for (let links = 1; cursor.isSymbol(','); links++) {
    cursor.link(links)
    cursor.next()
    if (cursor.isWord('LATERAL')) left = joined(cursor, lateral(cursor, left, 'inner', first))
    else {
      const right = joined(cursor, relationPrimary(cursor))
      const none = { condition: undefined, using: undefined, natural: false }
      left = { kind: 'join', left, right, type: 'inner', ...none, alias: undefined, place: { first, last: cursor.at } }
    }
  }
  while (cursor.isWord('LATERAL') && cursor.isWord('VIEW', 1)) left = lateralView(cursor, left)
  if ((cursor.isWord('PIVOT') || cursor.isWord('UNPIVOT')) && (cursor.isSymbol('(', 1) || cursor.isWord('UNPIVOT'))) {
    throw notYet(cursor, cursor.peek().upper)
  }
  return left
}

/** Words before JOIN, and what they mean; OUTER may stand behind the outer ones. */
const kinds: readonly (readonly [words: readonly string[], type: JoinType])[] = [
  [['JOIN'], 'inner'],
  [['INNER', 'JOIN'], 'inner'],
  [['CROSS', 'JOIN'], 'cross'],
  [['LEFT', 'SEMI', 'JOIN'], 'left_semi'],
  [['SEMI', 'JOIN'], 'left_semi'],
  [['LEFT', 'ANTI', 'JOIN'], 'left_anti'],
  [['ANTI', 'JOIN'], 'left_anti'],
  [['LEFT', 'JOIN'], 'left_outer'],
  [['LEFT', 'OUTER', 'JOIN'], 'left_outer'],
  [['RIGHT', 'JOIN'], 'right_outer'],
  [['RIGHT', 'OUTER', 'JOIN'], 'right_outer'],
  [['FULL', 'JOIN'], 'full_outer'],
  [['FULL', 'OUTER', 'JOIN'], 'full_outer'],
]

function joined(cursor: QueryCursor, relation: Relation): Relation {
  const { first } = relation.place
  let left = relation
  for (let links = 1; ; links++) {
    cursor.link(links)
    const natural = cursor.isWord('NATURAL') && !cursor.isSymbol(',', 1)
    const from = natural ? 1 : 0
    const kind = kinds.find(([words]) => words.every((word, at) => cursor.isWord(word, from + at)))
    if (!kind) return withoutJoin(cursor, left)
    const [words, type] = kind
    cursor.at += from + words.length
    if (cursor.isWord('LATERAL')) {
      left = lateral(cursor, left, type, first)
      continue
    }
    const right = relationPrimary(cursor)
    const criteria = natural ? { condition: undefined, using: undefined } : parseCriteria(cursor)
    left = {
      kind: 'join',
      left,
      right,
      type,
      natural,
      ...criteria,
      alias: undefined,
      place: { first, last: cursor.at },
    }
  }
}

const beginsJoin = new Set(['NATURAL', 'INNER', 'CROSS', 'LEFT', 'RIGHT', 'FULL', 'SEMI', 'ANTI'])

/** @throws PARSE_SYNTAX_ERROR behind words that only stand before JOIN */
function withoutJoin(cursor: QueryCursor, left: Relation): Relation {
  if (!beginsJoin.has(cursor.peek().upper)) return left
  while (beginsJoin.has(cursor.peek().upper) || cursor.isWord('OUTER')) cursor.next()
  throw cursor.syntaxError(cursor.peek())
}

function parseCriteria(cursor: QueryCursor): Pick<Join, 'condition' | 'using'> {
  if (cursor.isWord('USING') && cursor.isSymbol('(', 1)) {
    cursor.next()
    return { condition: undefined, using: parseNames(cursor) }
  }
  return { condition: cursor.takeWord('ON') ? cursor.expression() : undefined, using: undefined }
}

/** A generator beside what stands before it; other lateral relations are not there yet. */
function lateral(cursor: QueryCursor, input: Relation, type: JoinType, first: number): Relation {
  const word = cursor.peek()
  cursor.next()
  const call = startsCall(cursor) && !cursor.isSymbol('(') ? parseCall(cursor) : undefined
  if (call?.kind !== 'call' || !['inner', 'cross', 'left_outer'].includes(type)) {
    cursor.at = cursor.tokens.indexOf(word)
    throw notYet(cursor, 'LATERAL with a query')
  }
  const alias = parseAlias(cursor)
  const { condition } = parseCriteria(cursor)
  return {
    kind: 'generate',
    input,
    call,
    // Golden `LEFT JOIN LATERAL explode(…)`: Spark 4.3 leaves out rows for which the generator gives nothing there, too.
    outer: false,
    name: alias?.name,
    columns: alias?.columns ?? [],
    condition,
    alias: undefined,
    place: { first, last: cursor.at },
  }
}

function lateralView(cursor: QueryCursor, input: Relation): Relation {
  const first = cursor.at
  cursor.at += 2
  const outer = cursor.takeWord('OUTER')
  const call = parseCall(cursor)
  if (call.kind !== 'call') throw cursor.syntaxError(cursor.peek())
  const place = { first, last: cursor.at }
  const name = cursor.strictName()
  const columns: string[] = []
  if (cursor.takeWord('AS') || (cursor.isName() && !afterRelation.has(cursor.peek().upper))) {
    do columns.push(cursor.strictName())
    while (cursor.takeSymbol(','))
  }
  return { kind: 'generate', input, call, outer, name, columns, condition: undefined, alias: undefined, place }
}

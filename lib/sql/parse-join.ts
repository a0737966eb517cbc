/** What joins relations: JOIN in all spellings, commas, LATERAL, LATERAL VIEW. */
import { parseCall } from '../expressions/parser/function-call.ts'
import { type JoinType, joinTypeName } from '../plan/join/join-type.ts'
import type { Token } from '../types/ddl/tokenizer.ts'
import { afterRelation } from './clause-words.ts'
import { parsePivots } from './parse-pivot.ts'
import { parseNames, relationPrimary } from './parse-relation.ts'
import type { QueryCursor } from './query-cursor.ts'
import type { Join, Relation } from './statement.ts'

/** `a JOIN b …, c LATERAL VIEW …`. @throws PARSE_SYNTAX_ERROR, MILLRACE_SQL_NOT_YET */
export function parseRelations(cursor: QueryCursor): Relation {
  const first = cursor.at
  let left = joined(cursor, firstRelation(cursor))
  for (let links = 1; cursor.isSymbol(','); links++) {
    cursor.link(links)
    cursor.next()
    if (cursor.isWord('LATERAL')) left = joined(cursor, lateral(cursor, left, 'inner', first))
    else {
      const right = joined(cursor, relationPrimary(cursor))
      const none = { condition: undefined, using: undefined, natural: false }
      left = {
        kind: 'join',
        left,
        right,
        type: 'inner',
        ...none,
        word: first,
        alias: undefined,
        place: { first, last: cursor.at },
      }
    }
  }
  while (cursor.isWord('LATERAL') && cursor.isWord('VIEW', 1)) left = lateralView(cursor, left)
  return parsePivots(cursor, left)
}

/** LATERAL before the first relation has nothing to its left: it says nothing. */
function firstRelation(cursor: QueryCursor): Relation {
  if (cursor.isWord('LATERAL') && (cursor.isSymbol('(', 1) || cursor.isName(1))) cursor.next()
  return relationPrimary(cursor)
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

/** Joins behind a relation, as far as they go. */
export function joined(cursor: QueryCursor, relation: Relation): Relation {
  const { first } = relation.place
  let left = relation
  for (let links = 1; ; links++) {
    cursor.link(links)
    left = parsePivots(cursor, left)
    const start = cursor.peek()
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
    if (natural && type === 'cross') {
      const message = 'The join types NATURAL and CROSS are incompatible.'
      cursor.defer(cursor.fragmentError('INCOMPATIBLE_JOIN_TYPES', message, '42613', start, cursor.peek(-1)))
    }
    left = {
      kind: 'join',
      left,
      right,
      type,
      natural,
      ...criteria,
      word: cursor.tokens.indexOf(start),
      alias: undefined,
      place: { first, last: cursor.at },
    }
  }
}

/** Whether a join begins at the cursor. */
export function startsJoin(cursor: QueryCursor): boolean {
  const from = cursor.isWord('NATURAL') ? 1 : 0
  return kinds.some(([words]) => words.every((word, at) => cursor.isWord(word, from + at)))
}

const beginsJoin = new Set(['NATURAL', 'INNER', 'CROSS', 'LEFT', 'RIGHT', 'FULL', 'SEMI', 'ANTI'])

/** @throws PARSE_SYNTAX_ERROR behind words that only stand before JOIN */
function withoutJoin(cursor: QueryCursor, left: Relation): Relation {
  if (!beginsJoin.has(cursor.peek().upper)) return left
  while (beginsJoin.has(cursor.peek().upper) || cursor.isWord('OUTER')) cursor.next()
  throw cursor.syntaxError(cursor.peek())
}

function parseCriteria(cursor: QueryCursor): Pick<Join, 'condition' | 'using'> {
  if (cursor.isWord('USING') && cursor.peek(1).kind !== 'end') {
    cursor.next()
    if (!cursor.isSymbol('(')) throw cursor.syntaxError(cursor.peek(), ": missing '('")
    return { condition: undefined, using: parseNames(cursor) }
  }
  return { condition: cursor.takeWord('ON') ? cursor.expression() : undefined, using: undefined }
}

const lateralTypes: ReadonlySet<JoinType> = new Set(['inner', 'cross', 'left_outer'])

/** What may name the columns of what stands before it: a subquery, or a generator. */
function lateral(cursor: QueryCursor, input: Relation, type: JoinType, first: number): Relation {
  const word = cursor.next()
  const right = relationPrimary(cursor)
  const { condition, using } = parseCriteria(cursor)
  const place = { first, last: cursor.at }
  const start = cursor.tokens[cursor.tokens.indexOf(word) - joinWordsBefore(cursor, word)] as Token
  if (using) {
    const message = 'The feature is not supported: JOIN USING with LATERAL correlation.'
    const condition = 'UNSUPPORTED_FEATURE.LATERAL_JOIN_USING'
    cursor.defer(cursor.fragmentError(condition, message, '0A000', start, cursor.peek(-1)))
  }
  if (!lateralTypes.has(type)) {
    const name = joinTypeName(type)
      .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
      .toUpperCase()
    const message =
      `The ${name} JOIN with LATERAL correlation is not allowed because an OUTER subquery cannot correlate to its join ` +
      'partner. Remove the LATERAL correlation or use an INNER JOIN, or LEFT OUTER JOIN instead.'
    cursor.defer(cursor.fragmentError('INVALID_LATERAL_JOIN_TYPE', message, '42613', start, cursor.peek(-1)))
  }
  const generator = right.kind === 'function' && right.call.name !== 'range'
  if (!generator || (condition && type === 'left_outer')) {
    return { kind: 'lateral', input, right, type, condition, alias: undefined, place }
  }
  const generate: Relation = {
    kind: 'generate',
    input,
    call: right.call,
    // Golden `LEFT JOIN LATERAL explode(…)`: Spark 4.3 leaves out rows for which the generator gives nothing there, too.
    outer: false,
    nullable: type === 'left_outer',
    name: right.alias?.name,
    columns: right.alias?.columns ?? [],
    alias: undefined,
    place,
  }
  return condition ? { kind: 'filtered', input: generate, condition, alias: undefined, place } : generate
}

/** How many words the join before LATERAL has. */
function joinWordsBefore(cursor: QueryCursor, lateralWord: Token): number {
  const end = cursor.tokens.indexOf(lateralWord)
  let count = 0
  while (
    beginsJoin.has(cursor.tokens[end - count - 1]?.upper ?? '') ||
    joinEnds.has(cursor.tokens[end - count - 1]?.upper ?? '')
  )
    count++
  return count
}

const joinEnds = new Set(['JOIN', 'OUTER'])

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
  return { kind: 'generate', input, call, outer, nullable: false, name, columns, alias: undefined, place }
}

/** PIVOT and UNPIVOT behind a relation. */
import type { Expression } from '../expressions/expression.ts'
import { afterRelation } from './clause-words.ts'
import { parsePath } from './parse-relation.ts'
import type { QueryCursor } from './query-cursor.ts'
import type { Relation, RelationAlias, UnpivotColumns } from './statement.ts'

/** Whether PIVOT or UNPIVOT begins at the cursor, and no alias of that name. */
export function startsPivot(cursor: QueryCursor): boolean {
  if (cursor.isWord('PIVOT')) return cursor.isSymbol('(', 1)
  if (!cursor.isWord('UNPIVOT')) return false
  return (
    cursor.isSymbol('(', 1) ||
    ((cursor.isWord('INCLUDE', 1) || cursor.isWord('EXCLUDE', 1)) && cursor.isWord('NULLS', 2))
  )
}

/** @throws PARSE_SYNTAX_ERROR */
export function parsePivots(cursor: QueryCursor, relation: Relation): Relation {
  let input = relation
  for (let links = 1; startsPivot(cursor); links++) {
    cursor.link(links)
    input = cursor.isWord('PIVOT') ? parsePivot(cursor, input) : parseUnpivot(cursor, input)
  }
  return input
}

function parsePivot(cursor: QueryCursor, input: Relation): Relation {
  const first = cursor.at
  cursor.next()
  cursor.expectSymbol('(')
  const aggregates = list(cursor, () => cursor.named(new Set(['FOR'])))
  cursor.expectWord('FOR')
  const columns = cursor.isSymbol('(') ? bracketed(cursor, () => cursor.strictName()) : [cursor.strictName()]
  cursor.expectWord('IN')
  const values = bracketed(cursor, () => pivotValue(cursor))
  cursor.expectSymbol(')')
  const place = { first, last: cursor.at }
  return { kind: 'pivot', input, aggregates, columns, values, alias: plainAlias(cursor), place }
}

function pivotValue(cursor: QueryCursor): Expression {
  const input = cursor.expression()
  cursor.takeWord('AS')
  return cursor.isName() ? { kind: 'alias', input, names: [cursor.strictName()] } : input
}

/** `UNPIVOT [INCLUDE NULLS] (value FOR name IN (a AS x, b))`, `((p, q) FOR name IN ((a, b), (c, d)))` */
function parseUnpivot(cursor: QueryCursor, input: Relation): Relation {
  const first = cursor.at
  cursor.next()
  const includeNulls = cursor.takeWords('INCLUDE', 'NULLS')
  if (!includeNulls) cursor.takeWords('EXCLUDE', 'NULLS')
  cursor.expectSymbol('(')
  const several = cursor.isSymbol('(')
  const values = several ? bracketed(cursor, () => cursor.strictName()) : [cursor.strictName()]
  cursor.expectWord('FOR')
  const name = cursor.strictName()
  cursor.expectWord('IN')
  const sources = bracketed(cursor, (): UnpivotColumns => {
    const columns = several ? bracketed(cursor, () => parsePath(cursor)) : [parsePath(cursor)]
    cursor.takeWord('AS')
    return { columns, alias: cursor.isName() ? cursor.strictName() : undefined }
  })
  cursor.expectSymbol(')')
  const place = { first, last: cursor.at }
  return { kind: 'unpivot', input, includeNulls, values, name, sources, alias: plainAlias(cursor), place }
}

/** A name without columns. */
function plainAlias(cursor: QueryCursor): RelationAlias | undefined {
  const explicit = cursor.takeWord('AS')
  if (!explicit && (!cursor.isName() || afterRelation.has(cursor.peek().upper))) return undefined
  return { name: cursor.strictName(), columns: undefined }
}

function list<T>(cursor: QueryCursor, parse: () => T): readonly T[] {
  const made = [parse()]
  while (cursor.takeSymbol(',')) made.push(parse())
  return made
}

function bracketed<T>(cursor: QueryCursor, parse: () => T): readonly T[] {
  cursor.expectSymbol('(')
  const made = list(cursor, parse)
  cursor.expectSymbol(')')
  return made
}

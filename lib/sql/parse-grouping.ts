/** GROUP BY: expressions, ROLLUP, CUBE and GROUPING SETS, which multiply with each other (Spark: GroupingAnalytics). */
import type { Expression } from '../expressions/expression.ts'
import { expressionText } from '../expressions/expression-text.ts'
import { cubeSets, rollupSets } from '../plan/aggregate/grouping-sets.ts'
import { afterRelation } from './clause-words.ts'
import type { QueryCursor } from './query-cursor.ts'
import type { Grouping } from './statement.ts'

type Set = readonly Expression[]

/** An item: the sets that it stands for, one where it is an expression. */
interface Item {
  readonly sets: readonly Set[]
  readonly plain: boolean
}

/**
 * Parses GROUP BY; undefined where there is none.
 *
 * @throws PARSE_SYNTAX_ERROR
 */
export function parseGrouping(cursor: QueryCursor): Grouping | undefined {
  if (!cursor.takeWords('GROUP', 'BY')) return undefined
  refuseLast(cursor)
  const first = cursor.at
  const all = standsForAll(cursor)
  if (all) {
    cursor.next()
    return { keys: undefined, sets: undefined, place: { first, last: cursor.at } }
  }
  const items = [groupItem(cursor)]
  while (cursor.takeSymbol(',')) items.push(groupItem(cursor))
  const suffix = trailingSets(cursor, items)
  const sets = suffix?.sets ?? product(items.map((one) => one.sets))
  const plain = !suffix && items.every((one) => one.plain)
  return {
    keys: distinct([...items.flatMap((one) => one.sets), ...sets].flat()),
    sets: plain ? undefined : sets,
    place: { first, last: cursor.at },
  }
}

/** GROUP as the second last word of a text is a name, as in Spark, and BY is one too many. */
export function refuseLast(cursor: QueryCursor): void {
  if (cursor.peek().kind === 'end') throw cursor.syntaxError(cursor.peek(-1), `: extra input '${cursor.peek(-1).text}'`)
}

const afterAll: ReadonlySet<string> = new Set([...afterRelation, 'ASC', 'DESC', 'NULLS'])

/** Whether ALL at the cursor is no name: GROUP BY ALL, ORDER BY ALL. */
export function standsForAll(cursor: QueryCursor): boolean {
  if (!cursor.isWord('ALL')) return false
  const { kind, upper } = cursor.peek(1)
  return kind === 'end' || cursor.isSymbol(')', 1) || cursor.isSymbol(';', 1) || afterAll.has(upper)
}

/** `WITH ROLLUP`, `WITH CUBE`, `GROUPING SETS (…)` behind the expressions. */
function trailingSets(cursor: QueryCursor, items: readonly Item[]): Item | undefined {
  if (cursor.isWord('GROUPING') && cursor.isWord('SETS', 1)) return groupItem(cursor)
  if (!cursor.isWord('WITH')) return undefined
  const keys = items.flatMap((one) => one.sets).map((one) => one)
  if (cursor.takeWords('WITH', 'ROLLUP')) return setsOf('ROLLUP', keys)
  return cursor.takeWords('WITH', 'CUBE') ? setsOf('CUBE', keys) : undefined
}

function groupItem(cursor: QueryCursor): Item {
  const { upper } = cursor.peek()
  if ((upper === 'ROLLUP' || upper === 'CUBE') && cursor.isSymbol('(', 1)) {
    cursor.next()
    return setsOf(upper, listOf(cursor, groupingSet))
  }
  if (cursor.takeWords('GROUPING', 'SETS')) {
    const inner = listOf(cursor, (at) => (startsAnalytics(at) ? groupItem(at).sets : [groupingSet(at)]))
    return { sets: inner.flat(), plain: false }
  }
  return { sets: [[cursor.expression()]], plain: true }
}

function startsAnalytics(cursor: QueryCursor): boolean {
  if (cursor.isWord('GROUPING') && cursor.isWord('SETS', 1)) return true
  return (cursor.isWord('ROLLUP') || cursor.isWord('CUBE')) && cursor.isSymbol('(', 1)
}

function listOf<T>(cursor: QueryCursor, parse: (cursor: QueryCursor) => T): readonly T[] {
  cursor.expectSymbol('(')
  const list: T[] = []
  if (cursor.takeSymbol(')')) return list
  do list.push(cursor.nested(() => parse(cursor)))
  while (cursor.takeSymbol(','))
  cursor.expectSymbol(')')
  return list
}

/** `(a, b)`, `()` or a single expression. */
function groupingSet(cursor: QueryCursor): Set {
  if (cursor.isSymbol('(') && cursor.isSymbol(')', 1)) {
    cursor.at += 2
    return []
  }
  const expression = cursor.expression()
  // A row in brackets is read as a struct.
  return expression.kind === 'call' && expression.name === 'struct' && expression.operator
    ? expression.args
    : [expression]
}

function setsOf(kind: 'ROLLUP' | 'CUBE', groups: readonly Set[]): Item {
  const positions = kind === 'ROLLUP' ? rollupSets(groups.length) : cubeSets(groups.length)
  return { sets: positions.map((set) => set.flatMap((at) => groups[at] as Set)), plain: false }
}

/** Every choice of one set of each item, together. */
function product(items: readonly (readonly Set[])[]): readonly Set[] {
  return items.reduce<readonly Set[]>(
    (made, sets) => made.flatMap((left) => sets.map((right) => distinct([...left, ...right]))),
    [[]],
  )
}

/** Each expression once, by its text. */
function distinct(expressions: readonly Expression[]): readonly Expression[] {
  return [...new Map(expressions.map((one) => [expressionText(one), one] as const).reverse()).values()].reverse()
}

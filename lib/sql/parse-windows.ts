/** The WINDOW clause: names for windows, which stand behind OVER in the same SELECT. */
import type { Expression, WindowSpecification } from '../expressions/expression.ts'
import { parseWindow } from '../expressions/parser/window-specification.ts'
import { rebuildExpression } from '../expressions/rebuild-expression.ts'
import type { QueryCursor } from './query-cursor.ts'
import type { Query, Relation } from './statement.ts'

/** Windows by name; case counts, as in Spark. */
export type NamedWindows = ReadonlyMap<string, WindowSpecification>

/**
 * `WINDOW w AS (…), w2 AS w`; nothing without the word.
 *
 * @throws INVALID_SQL_SYNTAX.REPETITIVE_WINDOW_DEFINITION, INVALID_SQL_SYNTAX.INVALID_WINDOW_REFERENCE
 */
export function parseWindows(cursor: QueryCursor): NamedWindows {
  const windows = new Map<string, WindowSpecification>()
  if (!cursor.isWord('WINDOW') || !cursor.isName(1) || !cursor.isWord('AS', 2)) return windows
  const clause = cursor.next()
  const refused = (kind: string, message: string) =>
    cursor.error(`INVALID_SQL_SYNTAX.${kind}`, `Invalid SQL syntax: ${message}`, '42000', clause)
  const references = new Map<string, string>()
  do {
    const name = cursor.name()
    cursor.expectWord('AS')
    const window = parseWindow(cursor)
    if (windows.has(name) || references.has(name))
      throw refused('REPETITIVE_WINDOW_DEFINITION', `The definition of window \`${name}\` is repetitive.`)
    if (typeof window === 'string') references.set(name, window)
    else windows.set(name, window)
  } while (cursor.takeSymbol(','))
  for (const [name, reference] of references) {
    const window = windows.get(reference)
    if (!window)
      throw refused('INVALID_WINDOW_REFERENCE', `Window reference \`${reference}\` is not a window specification.`)
    windows.set(name, window)
  }
  return windows
}

/** An expression with the names of windows replaced by what they stand for. */
export function withWindows<E extends Expression | undefined>(expression: E, windows: NamedWindows): E {
  if (windows.size === 0 || expression === undefined) return expression
  const replace = (one: Expression): Expression => {
    const rebuilt = rebuildExpression(one, replace)
    if (rebuilt.kind !== 'over' || typeof rebuilt.window !== 'string') return rebuilt
    return { ...rebuilt, window: windows.get(rebuilt.window) ?? rebuilt.window }
  }
  return replace(expression) as E
}

/** A query whose clause of windows stands behind it all: it holds for every SELECT of it, those in FROM included. */
export function windowedQuery(query: Query, windows: NamedWindows): Query {
  if (windows.size === 0) return query
  switch (query.kind) {
    case 'select': {
      const { items, from, qualify } = query
      const kept = qualify && { ...qualify, condition: withWindows(qualify.condition, windows) }
      const listed = items.map((item) => withWindows(item, windows))
      return { ...query, items: listed, from: from && windowedRelation(from, windows), qualify: kept }
    }
    case 'sort': {
      const orders = query.orders.map((order) => withWindows(order, windows))
      return { ...query, orders, input: windowedQuery(query.input, windows) }
    }
    case 'limit':
    case 'offset':
    case 'spread':
      return { ...query, input: windowedQuery(query.input, windows) }
    case 'union':
    case 'setOperation':
      return { ...query, left: windowedQuery(query.left, windows), right: windowedQuery(query.right, windows) }
    case 'relation':
      return { ...query, relation: windowedRelation(query.relation, windows) }
    default:
      return query
  }
}

/** A relation in whose queries the names hold too, where they are not defined anew (Spark's `WindowsSubstitution`). */
export function windowedRelation(relation: Relation, windows: NamedWindows): Relation {
  if (windows.size === 0) return relation
  if (relation.kind === 'query') return { ...relation, query: windowedQuery(relation.query, windows) }
  if (relation.kind === 'join') {
    const { left, right } = relation
    return { ...relation, left: windowedRelation(left, windows), right: windowedRelation(right, windows) }
  }
  return 'input' in relation ? { ...relation, input: windowedRelation(relation.input, windows) } : relation
}

/** Queries inside expressions are kept as text; statements are parsed elsewhere. */
import type { TokenCursor } from '../../types/ddl/token-cursor.ts'

/** Whether a query begins at the cursor, just behind an opening bracket. */
export function startsQuery(cursor: TokenCursor): boolean {
  const { upper } = cursor.peek()
  if (upper === 'SELECT' && startsMarker(cursor)) return true
  if (upper === 'SELECT' || upper === 'WITH') return cursor.peek(1).kind !== 'symbol' || cursor.isSymbol('*', 1)
  return (upper === 'VALUES' || upper === 'TABLE' || upper === 'FROM') && cursor.isName(1)
}

/** Whether `?` or `:name` stands behind the cursor; a colon right behind a name is a path into a variant. */
function startsMarker(cursor: TokenCursor): boolean {
  return cursor.isSymbol('?', 1) || (cursor.isSymbol(':', 1) && cursor.peek().end < cursor.peek(1).start)
}

/** The text of a subquery and where it begins in the whole one. */
export interface SubqueryText {
  readonly text: string
  readonly start: number
}

/**
 * The text up to the closing bracket, which is taken too.
 *
 * @throws PARSE_SYNTAX_ERROR at the end of the text
 */
export function subqueryText(cursor: TokenCursor): SubqueryText {
  const { start } = cursor.peek()
  for (let depth = 1; ; ) {
    const token = cursor.next()
    if (token.kind === 'end') throw cursor.syntaxError(token)
    if (token.kind !== 'symbol') continue
    if (token.text === '(') depth++
    else if (token.text === ')' && --depth === 0) return { text: cursor.text.slice(start, token.start).trim(), start }
  }
}

/** EXECUTE IMMEDIATE: a statement that is a value. */
import { MillraceError } from '../errors.ts'
import { quoteIdentifier } from '../types/ddl/identifier.ts'
import type { Token } from '../types/ddl/tokenizer.ts'
import { parseValue, parseVariableNames } from './parse-variables.ts'
import type { QueryCursor } from './query-cursor.ts'
import type { PlacedValue, Statement } from './statement.ts'

/**
 * `EXECUTE IMMEDIATE text [INTO x, y] [USING 1 AS a, 2 AS b]`
 *
 * @throws PARSE_SYNTAX_ERROR, EXEC_IMMEDIATE_DUPLICATE_ARGUMENT_ALIASES
 */
export function parseExecute(cursor: QueryCursor): Statement {
  cursor.next()
  if (!cursor.takeWord('IMMEDIATE')) throw cursor.syntaxError(cursor.peek(), ": missing 'IMMEDIATE'")
  const text = parseValue(cursor)
  const into = cursor.takeWord('INTO') ? parseVariableNames(cursor) : []
  const using = cursor.peek()
  const args = cursor.takeWord('USING') ? parseArguments(cursor) : []
  refuseDuplicates(cursor, using, args)
  return { kind: 'executeImmediate', text, into, args }
}

/** Values with or without names; brackets may stand around all of them. */
function parseArguments(cursor: QueryCursor): readonly PlacedValue[] {
  const { at } = cursor
  if (cursor.takeSymbol('(')) {
    const args = inBrackets(cursor)
    if (args) return args
    cursor.at = at
  }
  return parseList(cursor)
}

/** undefined where the brackets are those of the first value. */
function inBrackets(cursor: QueryCursor): readonly PlacedValue[] | undefined {
  try {
    const args = parseList(cursor)
    return cursor.takeSymbol(')') && (cursor.peek().kind === 'end' || cursor.isSymbol(';')) ? args : undefined
  } catch (error) {
    if (error instanceof MillraceError && error.condition === 'PARSE_SYNTAX_ERROR') return undefined
    throw error
  }
}

function parseList(cursor: QueryCursor): readonly PlacedValue[] {
  const one = () => parseValue(cursor, () => cursor.named())
  const args = [one()]
  while (cursor.takeSymbol(',')) args.push(one())
  return args
}

function refuseDuplicates(cursor: QueryCursor, first: Token, args: readonly PlacedValue[]): void {
  const names = args.flatMap(({ value }) => (value.kind === 'alias' ? value.names : []))
  const twice = names.find((name, at) => names.indexOf(name) < at)
  if (twice === undefined) return
  const message =
    'The USING clause of this EXECUTE IMMEDIATE command contained multiple arguments with same alias ' +
    `(${quoteIdentifier(twice)}), which is invalid; please update the command to specify unique aliases and then try it again.`
  cursor.defer(
    cursor.fragmentError('EXEC_IMMEDIATE_DUPLICATE_ARGUMENT_ALIASES', message, '42701', first, cursor.peek(-1)),
  )
}

/** Mistakes of meaning get the place in the text where they stand, as Spark's analyzer gives them. */
import { MillraceError } from '../errors.ts'
import type { TokenCursor } from '../types/ddl/token-cursor.ts'
import { quotedName, type Token } from '../types/ddl/tokenizer.ts'
import type { Place } from './statement.ts'

/**
 * Runs a step of planning; what it throws comes with line, position and the text, marked at the name that the error is
 * about, or where the part begins.
 */
export function located<T>(cursor: TokenCursor, place: Place, plan: () => T): T {
  try {
    return plan()
  } catch (error) {
    if (!(error instanceof MillraceError) || error.message.includes('== SQL')) throw error
    throw errorAt(cursor, tokenOf(error, cursor, place), error)
  }
}

/** An error with its place. */
export function errorAt(cursor: TokenCursor, token: Token, error: MillraceError): MillraceError {
  const placed = cursor.error(error.condition, error.message, error.sqlState, token)
  return new MillraceError(placed.condition, placed.message, {
    ...(error.sqlState === undefined ? {} : { sqlState: error.sqlState }),
    parameters: { ...placed.parameters, ...error.parameters },
    ...(error.cause === undefined ? {} : { cause: error.cause }),
  })
}

/** The first token of the name in the error's parameters, else the first of the part. */
function tokenOf(error: MillraceError, cursor: TokenCursor, { first, last }: Place): Token {
  const name = error.parameters['objectName'] ?? error.parameters['functionName'] ?? error.parameters['name'] ?? ''
  const path = (name.match(/`(?:[^`]|``)+`|[^`.]+/g) ?? []).map((part) =>
    part.replace(/^`|`$/g, '').replaceAll('``', '`'),
  )
  for (let at = first; path.length > 0 && at < last; at++) {
    const found = path.every((part, index) => sameName(cursor.tokens[at + 2 * index], part))
    if (found) return cursor.tokens[at] as Token
  }
  return cursor.tokens[first] as Token
}

function sameName(token: Token | undefined, name: string): boolean {
  if (token?.kind === 'quoted') return quotedName(token).toLowerCase() === name.toLowerCase()
  return token?.kind === 'word' && token.text.toLowerCase() === name.toLowerCase()
}

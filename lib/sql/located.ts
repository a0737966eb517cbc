/** Mistakes of meaning get the place in the text where they stand, as Spark's analyzer gives them. */
import { MillraceError } from '../errors.ts'
import { aggregates } from '../expressions/aggregates/index.ts'
import { placeOf } from '../expressions/text-place.ts'
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

/** What Spark's analyzer marks at the query that has it. */
const atQuery: ReadonlySet<string> = new Set([
  'MISSING_GROUP_BY',
  'INVALID_WHERE_CONDITION',
  'DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN',
  'WINDOW_FUNCTION_WITHOUT_OVER_CLAUSE',
])

/** The words of clauses that are marked whole, by Spark's name of the operator. */
const clauses: ReadonlyMap<string | undefined, readonly string[]> = new Map([
  ['Aggregate', ['GROUP']],
  ['Sort', ['ORDER', 'SORT']],
])

/** What it marks where the part begins, whatever it names. */
const atPart: ReadonlySet<string> = new Set(['UNSUPPORTED_GENERATOR.NOT_GENERATOR'])

/** The first token of the name in the error's parameters, else the first of the part. */
function tokenOf(error: MillraceError, cursor: TokenCursor, { first, last }: Place): Token {
  if (atQuery.has(error.condition)) return selectBefore(cursor, first)
  const clause = clauses.get(error.condition === 'UNSUPPORTED_EXPR_FOR_OPERATOR' ? error.parameters['operator'] : '')
  if (clause) return clauseBefore(cursor, last - 1, clause)
  if (error.condition === 'NESTED_AGGREGATE_FUNCTION') return nestedCall(cursor, first, last)
  if (atWindow.test(error.condition)) return windowAfter(cursor, first, last)
  const known = placeOf(error)
  const at = known?.text === cursor.text ? cursor.tokens.findIndex(({ start }) => start === known.start) : -1
  // Other clauses say what a part means. A part without tokens stands for the whole statement.
  if (at >= 0 && first < last) return cursor.tokens[at] as Token
  const name = error.parameters['objectName'] ?? error.parameters['functionName'] ?? error.parameters['name'] ?? ''
  const path = (name.match(/`(?:[^`]|``)+`|[^`.]+/g) ?? []).map((part) =>
    part.replace(/^`|`$/g, '').replaceAll('``', '`'),
  )
  const named = path.length > 0 && !atPart.has(error.condition)
  for (let at = first; named && at < last; at++) {
    const found = path.every((part, index) => sameName(cursor.tokens[at + 2 * index], part))
    if (found) return cursor.tokens[starOf(cursor, at) ?? at] as Token
  }
  return cursor.tokens[first] as Token
}

/** What is wrong with a frame is marked at the bracket behind OVER. */
const atWindow = /^DATATYPE_MISMATCH\.(?:SPECIFIED_WINDOW_FRAME|RANGE_FRAME)_/

function windowAfter(cursor: TokenCursor, first: number, last: number): Token {
  const over = cursor.tokens.findIndex(({ upper }, at) => at >= first && at < last && upper === 'OVER')
  return cursor.tokens[over < 0 ? first : over + 1] as Token
}

/** The aggregate that stands in the brackets of another one. */
function nestedCall(cursor: TokenCursor, first: number, last: number): Token {
  const open: boolean[] = []
  for (let at = first; at < last; at++) {
    const { kind, text } = cursor.tokens[at] as Token
    if (kind !== 'symbol') continue
    if (text === ')') open.pop()
    if (text !== '(') continue
    const name = cursor.tokens[at - 1] as Token
    const aggregate = name.kind === 'word' && aggregates.has(name.text.toLowerCase())
    if (aggregate && open.includes(true)) return name
    open.push(aggregate)
  }
  return cursor.tokens[first] as Token
}

/** The word SELECT of the query that a token is in; the token where there is none. */
const selectBefore = (cursor: TokenCursor, from: number): Token => clauseBefore(cursor, from, ['SELECT'])

/** The nearest of some words in the query that a token is in, from there back; the token where there is none. */
function clauseBefore(cursor: TokenCursor, from: number, words: readonly string[]): Token {
  let depth = 0
  for (let at = from; at >= 0; at--) {
    const { kind, text, upper } = cursor.tokens[at] as Token
    if (kind === 'symbol' && text === ')') depth++
    if (kind === 'symbol' && text === '(' && --depth < 0) break
    if (depth === 0 && words.includes(upper)) return cursor.tokens[at] as Token
  }
  return cursor.tokens[from] as Token
}

/** The star whose EXCEPT list a name is in. */
function starOf(cursor: TokenCursor, at: number): number | undefined {
  let open = at - 1
  while (open > 0 && cursor.tokens[open]?.text !== '(' && cursor.tokens[open]?.text !== ')') open--
  if (cursor.tokens[open - 1]?.upper !== 'EXCEPT' || cursor.tokens[open - 2]?.text !== '*') return undefined
  let star = open - 2
  while (cursor.tokens[star - 1]?.text === '.') star -= 2
  return star
}

function sameName(token: Token | undefined, name: string): boolean {
  if (token?.kind === 'quoted') return quotedName(token).toLowerCase() === name.toLowerCase()
  return token?.kind === 'word' && token.text.toLowerCase() === name.toLowerCase()
}

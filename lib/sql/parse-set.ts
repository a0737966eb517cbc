/** SET and RESET. Their keys and values follow no grammar of expressions, so they are read from the text itself. */
import { typeSql } from '../types/ddl/type-sql.ts'
import { notYet } from './not-yet.ts'
import { parseSetVariables } from './parse-variables.ts'
import type { QueryCursor } from './query-cursor.ts'
import type { Statement } from './statement.ts'

const zoneKey = 'spark.sql.session.timeZone'

/** What stands behind the cursor, semicolons at the end left out; the cursor goes to the end. */
function rest(cursor: QueryCursor): string {
  const text = cursor.text.slice(cursor.peek().start)
  cursor.at = cursor.tokens.length - 1
  return text.replace(/[;\s]+$/, '')
}

/** `SET`, `SET key`, `SET key=value`, `SET TIME ZONE …`. @throws PARSE_SYNTAX_ERROR, INVALID_SET_SYNTAX */
export function parseSet(cursor: QueryCursor): Statement {
  const first = cursor.next()
  if (cursor.takeWords('TIME', 'ZONE')) return { kind: 'set', key: zoneKey, value: zoneValue(cursor) }
  if (cursor.isSymbol('-') && cursor.isWord('V', 1)) throw notYet(cursor, 'SET -v')
  const variables = parseSetVariables(cursor)
  if (variables) return variables
  if (['CATALOG', 'ROLE', 'SESSION', 'LOCAL'].includes(cursor.peek().upper) && cursor.isName(1)) {
    throw notYet(cursor, `SET ${cursor.peek().upper}`)
  }
  const text = rest(cursor)
  if (text === '') return { kind: 'set', key: undefined, value: undefined }
  const at = text.indexOf('=')
  const key = keyOf((at < 0 ? text : text.slice(0, at)).trim())
  const value = at < 0 ? undefined : unquoted(text.slice(at + 1).trim())
  if (key !== undefined && (at < 0 || value !== undefined)) return { kind: 'set', key, value }
  throw cursor.fragmentError(
    'INVALID_SET_SYNTAX',
    "Expected format is 'SET', 'SET key', or 'SET key=value'. If you want to include special characters in key, or " +
      'include semicolon in value, please use backquotes, e.g., SET `key`=`value`.',
    '42000',
    first,
    cursor.peek(-1),
  )
}

/** `RESET`, `RESET key`. @throws INVALID_RESET_COMMAND_FORMAT */
export function parseReset(cursor: QueryCursor): Statement {
  const first = cursor.next()
  const text = rest(cursor)
  if (text === '') return { kind: 'reset', key: undefined }
  const key = keyOf(text)
  if (key !== undefined) return { kind: 'reset', key }
  throw cursor.fragmentError(
    'INVALID_RESET_COMMAND_FORMAT',
    "Expected format is 'RESET' or 'RESET key'. If you want to include special characters in key, please use quotes, " +
      'e.g., RESET `key`.',
    '42000',
    first,
    cursor.peek(-1),
  )
}

/** A key without blanks, or anything in backquotes. */
function keyOf(text: string): string | undefined {
  return /\s/.test(text) && !text.startsWith('`') ? undefined : unquoted(text)
}

/** Backquotes off; undefined for a text with blanks or quotes that has none. */
function unquoted(text: string): string | undefined {
  if (/^`[^`]*`$/.test(text)) return text.slice(1, -1)
  return /[`;]/.test(text) ? undefined : text
}

/** A zone's name, LOCAL, or an offset as an interval of hours. */
function zoneValue(cursor: QueryCursor): string {
  if (cursor.takeWord('LOCAL')) return Intl.DateTimeFormat().resolvedOptions().timeZone
  if (cursor.peek().kind === 'string') return cursor.string()
  const { start } = cursor.peek()
  const offset = cursor.expression()
  if (offset.kind === 'literal' && typeof offset.value === 'bigint' && typeSql(offset.type).startsWith('INTERVAL')) {
    return offsetText(offset.value)
  }
  throw notYet(cursor, `SET TIME ZONE ${cursor.text.slice(start)}`)
}

/** `+02:00` for a number of microseconds. */
function offsetText(micros: bigint): string {
  const minutes = Number((micros < 0n ? -micros : micros) / 60_000_000n)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${micros < 0n ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

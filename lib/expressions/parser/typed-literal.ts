/** `DATE '…'`, `TIMESTAMP '…'`, `X'…'` and their kin. */
import { type Token, stringValue } from '../../types/ddl/tokenizer.ts'
import type { TokenCursor } from '../../types/ddl/token-cursor.ts'
import { literalOf, textLiteral } from '../build.ts'
import type { Expression } from '../expression.ts'
import { type LocalTime, parseDateText, parseTimestampText } from './datetime-text.ts'
import { intervalFromText } from './interval-literal.ts'

const microsPerDay = 86_400_000_000n

/**
 * Parses a type's name followed by a string.
 *
 * @throws INVALID_TYPED_LITERAL, UNSUPPORTED_TYPED_LITERAL (both deferred)
 */
export function parseTypedLiteral(cursor: TokenCursor): Expression {
  const name = cursor.next()
  const token = cursor.next()
  const text = stringValue(token)
  const value = name.upper === 'INTERVAL' ? intervalFromText(cursor, text, name, token) : valueOf(name.upper, text)
  if (value) return value
  const error =
    value === null
      ? cursor.fragmentError(
          'UNSUPPORTED_TYPED_LITERAL',
          `Literals of the type "${name.text.toUpperCase()}" are not supported. Supported types are "DATE", ` +
            '"TIMESTAMP_NTZ", "TIMESTAMP_LTZ", "TIMESTAMP", "INTERVAL", "X", "TIME".',
          '0A000',
          name,
          token,
        )
      : invalidLiteral(cursor, name, text, token)
  cursor.defer(error)
  return literalOf(null, { kind: 'null' })
}

function invalidLiteral(cursor: TokenCursor, name: Token, text: string, token: Token) {
  return cursor.fragmentError(
    'INVALID_TYPED_LITERAL',
    `The value of the typed literal "${name.upper}" is invalid: '${text}'.`,
    '42604',
    name,
    token,
  )
}

/** undefined: not a value of that type; null: no such type. */
function valueOf(name: string, text: string): Expression | undefined | null {
  switch (name) {
    case 'DATE': {
      const days = parseDateText(text)
      return days === undefined ? undefined : literalOf(days, { kind: 'date' })
    }
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return timestampValue(text)
    case 'TIMESTAMP_NTZ': {
      const time = parseTimestampText(text)
      return time && time.zone === undefined ? literalOf(wallMicros(time), { kind: 'timestamp_ntz' }) : undefined
    }
    case 'TIME': {
      const time = parseTimestampText(`1970-01-01 ${text}`)
      return time && time.zone === undefined ? literalOf(time.microsOfDay * 1000n, { kind: 'time' }) : undefined
    }
    case 'X':
      return binaryValue(text)
    default:
      return null
  }
}

const wallMicros = (time: LocalTime) => BigInt(time.days) * microsPerDay + time.microsOfDay

/**
 * Without a zone the text is a wall clock's reading; the session's zone, known only when the expression is bound, makes
 * a point in time of it: a cast from TIMESTAMP_NTZ.
 */
function timestampValue(text: string): Expression | undefined {
  const time = parseTimestampText(text)
  if (!time) return undefined
  const timestamp = { kind: 'timestamp' } as const
  if (time.zone === undefined) {
    return {
      kind: 'cast',
      input: literalOf(wallMicros(time), { kind: 'timestamp_ntz' }),
      type: timestamp,
      mode: 'cast',
    }
  }
  if (time.offsetMinutes !== undefined) {
    return literalOf(wallMicros(time) - BigInt(time.offsetMinutes) * 60_000_000n, timestamp)
  }
  return { kind: 'cast', input: textLiteral(text), type: timestamp, mode: 'cast' }
}

function binaryValue(text: string): Expression | undefined {
  if (!/^[0-9a-fA-F]*$/.test(text)) return undefined
  const digits = text.length % 2 === 1 ? `0${text}` : text
  const bytes = Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  return literalOf(bytes, { kind: 'binary' })
}

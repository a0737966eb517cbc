/** `DATE '…'`, `TIMESTAMP '…'`, `X'…'` and their kin. */

import type { TokenCursor } from '../../types/ddl/token-cursor.ts'
import { stringValue, type Token } from '../../types/ddl/tokenizer.ts'
import { specialTime } from '../../types/time/special-time.ts'
import { fractionDigits, parseDate, parseTimestamp, parseTimestampNtz } from '../../types/time/text.ts'
import { utc, zone } from '../../types/time/zone.ts'
import { call, literalOf, textLiteral } from '../build.ts'
import type { Expression } from '../expression.ts'
import { intervalFromText } from './interval-literal.ts'

const eastOfUtc = zone('+01:00')

/**
 * Parses a type's name followed by a string.
 *
 * @throws INVALID_TYPED_LITERAL, UNSUPPORTED_TYPED_LITERAL (both deferred)
 */
export function parseTypedLiteral(cursor: TokenCursor): Expression {
  const name = cursor.next()
  const token = cursor.next()
  const text = stringValue(token)
  const value = name.upper === 'INTERVAL' ? intervalFromText(cursor, text, name, token) : typedValue(name.upper, text)
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
function typedValue(name: string, text: string): Expression | undefined | null {
  switch (name) {
    case 'DATE': {
      if (specialTime(text)) return readWhenBound('DATE', text)
      const days = parseDate(text)
      return days === undefined ? undefined : literalOf(days, { kind: 'date' })
    }
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return timestampValue(text)
    case 'TIMESTAMP_NTZ': {
      if (specialTime(text)) return readWhenBound('TIMESTAMP_NTZ', text)
      const micros = parseTimestampNtz(text)
      if (micros === undefined) return undefined
      return fractionDigits(text) > 6 ? readWhenBound(name, text) : literalOf(micros, { kind: 'timestamp_ntz' })
    }
    case 'TIME': {
      const micros = /^\s*T?\d/.test(text) ? parseTimestampNtz(`1970-01-01 ${text.trim()}`) : undefined
      return micros === undefined ? undefined : literalOf(micros * 1000n, { kind: 'time' })
    }
    case 'X':
      return binaryValue(text)
    default:
      return null
  }
}

/**
 * Without a zone the text is a wall clock's reading; the session's zone, known only when the expression is bound, makes
 * a point in time of it.
 */
function timestampValue(text: string): Expression | undefined {
  if (specialTime(text)) return readWhenBound('TIMESTAMP', text)
  const value = parseTimestamp(text, utc, epoch)
  if (value === undefined) return undefined
  const closed = hasZone(text) && fractionDigits(text) <= 6
  return closed ? literalOf(value, { kind: 'timestamp' }) : readWhenBound('TIMESTAMP', text)
}

/** What the session says about it then: its zone, and whether there are timestamps of nanoseconds. */
const readWhenBound = (type: string, text: string) => call('datetime_literal', textLiteral(type), textLiteral(text))

/** Stands for any day where only the time of day matters. */
const epoch = () => 0n

/** A text with a zone of its own means the same in every zone. */
function hasZone(text: string): boolean {
  return parseTimestamp(text, utc, epoch) === parseTimestamp(text, eastOfUtc, epoch)
}

function binaryValue(text: string): Expression | undefined {
  if (!/^[0-9a-fA-F]*$/.test(text)) return undefined
  const digits = text.length % 2 === 1 ? `0${text}` : text
  const bytes = Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  return literalOf(bytes, { kind: 'binary' })
}

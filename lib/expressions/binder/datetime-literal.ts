/** Literals of dates and times that depend on the session's zone: `TIMESTAMP '2024-01-02 03:04:05'`, `DATE 'today'`. */
import { MillraceError } from '../../errors.ts'
import { microsOfNanos } from '../../types/time/micros-of-nanos.ts'
import { specialDay, specialInstant, specialLocal, specialTime } from '../../types/time/special-time.ts'
import { fractionDigits, parseTimestampNanos, parseTimestampNtzNanos } from '../../types/time/text.ts'
import { timestampOf } from '../../types/time/timestamp-of.ts'
import { type Zone, zone } from '../../types/time/zone.ts'
import { timestampType } from '../../types/types.ts'
import type { Bound } from '../bound.ts'
import type { Expression } from '../expression.ts'
import type { CallExpression, ExpressionScope } from './expression-scope.ts'

type LiteralExpression = Extract<Expression, { readonly kind: 'literal' }>

/**
 * Binds the parser's `datetime_literal(type, text)`. `now` and days are those of the moment, as in Spark, where the
 * parser reads them.
 *
 * With more than six digits of a second a timestamp is of nanoseconds where the session has such, else the digits are
 * left out.
 *
 * @throws INVALID_TYPED_LITERAL, INVALID_TIMESTAMP_LITERAL_PRECISION
 */
export function bindDatetimeLiteral(scope: ExpressionScope, call: CallExpression): Bound {
  const [type = '', text = ''] = call.args.map((arg) => (arg.kind === 'literal' ? String(arg.value) : ''))
  const digits = scope.nanosTimestamps ? fractionDigits(text) : 0
  const literal = literalOf(type, text, zone(scope.zone), digits)
  if (literal) return scope.bind(literal)
  throw new MillraceError('INVALID_TYPED_LITERAL', `The value of the typed literal "${type}" is invalid: '${text}'.`, {
    sqlState: '42604',
  })
}

function literalOf(type: string, text: string, sessionZone: Zone, digits: number): LiteralExpression | undefined {
  const word = specialTime(text)
  const now = BigInt(Date.now()) * 1000n
  if (word && type === 'DATE') {
    return { kind: 'literal', type: { kind: 'date' }, value: specialDay(word, sessionZone, now) }
  }
  if (word && type === 'TIMESTAMP_NTZ') {
    return { kind: 'literal', type: { kind: 'timestamp_ntz' }, value: specialLocal(word, sessionZone, now) }
  }
  if (word) return { kind: 'literal', type: timestampType, value: specialInstant(word, sessionZone, now) }
  return timestampOfText(text, type === 'TIMESTAMP_NTZ', sessionZone, digits)
}

function timestampOfText(text: string, local: boolean, where: Zone, digits: number): LiteralExpression | undefined {
  if (digits > 9) throw tooPrecise(text)
  const nanos = local ? parseTimestampNtzNanos(text) : parseTimestampNanos(text, where)
  if (nanos === undefined) return undefined
  const type = timestampOf(Math.max(digits, 6), local)
  return { kind: 'literal', type, value: type.kind === 'timestamp_nanos' ? nanos : microsOfNanos(nanos) }
}

function tooPrecise(text: string): MillraceError {
  return new MillraceError(
    'INVALID_TIMESTAMP_LITERAL_PRECISION',
    `The timestamp literal '${text}' has more than 9 fractional-second digits. The maximum supported fractional-second ` +
      'precision of a timestamp literal is 9 (nanoseconds).',
    { sqlState: '22023' },
  )
}

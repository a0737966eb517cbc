/** Literals of dates and times that depend on the session's zone: `TIMESTAMP '2024-01-02 03:04:05'`, `DATE 'today'`. */
import { MillraceError } from '../../errors.ts'
import { specialDay, specialInstant, specialLocal, specialTime } from '../../types/time/special-time.ts'
import { parseTimestamp } from '../../types/time/text.ts'
import { type Zone, zone } from '../../types/time/zone.ts'
import type { Bound } from '../bound.ts'
import type { Expression } from '../expression.ts'
import type { CallExpression, ExpressionScope } from './expression-scope.ts'

type LiteralExpression = Extract<Expression, { readonly kind: 'literal' }>

/**
 * Binds the parser's `datetime_literal(type, text)`. `now` and days are those of the moment, as in Spark, where the
 * parser reads them.
 *
 * @throws INVALID_TYPED_LITERAL
 */
export function bindDatetimeLiteral(scope: ExpressionScope, call: CallExpression): Bound {
  const [type = '', text = ''] = call.args.map((arg) => (arg.kind === 'literal' ? String(arg.value) : ''))
  const literal = literalOf(type, text, zone(scope.zone))
  if (literal) return scope.bind(literal)
  throw new MillraceError('INVALID_TYPED_LITERAL', `The value of the typed literal "${type}" is invalid: '${text}'.`, {
    sqlState: '42604',
  })
}

function literalOf(type: string, text: string, sessionZone: Zone): LiteralExpression | undefined {
  const word = specialTime(text)
  const now = BigInt(Date.now()) * 1000n
  if (word && type === 'DATE') {
    return { kind: 'literal', type: { kind: 'date' }, value: specialDay(word, sessionZone, now) }
  }
  if (word && type === 'TIMESTAMP_NTZ') {
    return { kind: 'literal', type: { kind: 'timestamp_ntz' }, value: specialLocal(word, sessionZone, now) }
  }
  const value = word ? specialInstant(word, sessionZone, now) : parseTimestamp(text, sessionZone)
  return value === undefined ? undefined : { kind: 'literal', type: { kind: 'timestamp' }, value }
}

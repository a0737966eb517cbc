/** `TIMESTAMP '2024-01-02 03:04:05'` without a zone: what point in time it is depends on the session's zone. */
import { MillraceError } from '../../errors.ts'
import { parseTimestamp } from '../../types/time/text.ts'
import { zone } from '../../types/time/zone.ts'
import type { Bound } from '../bound.ts'
import type { CallExpression, ExpressionScope } from './expression-scope.ts'

/** Binds the parser's `timestamp_literal(text)`. @throws INVALID_TYPED_LITERAL */
export function bindTimestampLiteral(scope: ExpressionScope, call: CallExpression): Bound {
  const [arg] = call.args
  const text = arg?.kind === 'literal' ? String(arg.value) : ''
  const value = parseTimestamp(text, zone(scope.zone))
  if (value !== undefined) return scope.bind({ kind: 'literal', type: { kind: 'timestamp' }, value })
  throw new MillraceError(
    'INVALID_TYPED_LITERAL',
    `The value of the typed literal "TIMESTAMP" is invalid: '${text}'.`,
    {
      sqlState: '42604',
    },
  )
}

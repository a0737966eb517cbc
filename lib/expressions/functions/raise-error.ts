import { MillraceError } from '../../errors.ts'
import { nullType } from '../../types/types.ts'
import { castArgument, checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const raiseError: ScalarFunction = {
  name: 'raise_error',
  summary: 'Raises USER_RAISED_EXCEPTION with a text.',
  // Never folded: it must not be raised when the plan is made.
  deterministic: false,
  bind(args, context) {
    checkCount(args, 1, 2, context)
    const [first, ...parameters] = args
    return { args: [castArgument(first as Bound, 0, 'string', context), ...parameters], type: nullType, nullable: true }
  },
  nulls: 'custom',
  evaluate([message, parameters]) {
    // With parameters the text is the condition; SQL makes it so for a subquery that should have one row.
    if (parameters !== undefined && message === 'SCALAR_SUBQUERY_TOO_MANY_ROWS') {
      const text = 'More than one row returned by a subquery used as an expression.'
      throw new MillraceError(message, text, { sqlState: '21000' })
    }
    throw new MillraceError('USER_RAISED_EXCEPTION', message === null ? 'null' : String(message), { sqlState: 'P0001' })
  },
}

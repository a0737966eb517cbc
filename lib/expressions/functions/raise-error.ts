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
    checkCount(args, 1, 1, context)
    return { args: [castArgument(args[0] as Bound, 0, 'string', context)], type: nullType, nullable: true }
  },
  nulls: 'custom',
  evaluate([message]) {
    throw new MillraceError('USER_RAISED_EXCEPTION', message === null ? 'null' : String(message), { sqlState: 'P0001' })
  },
}

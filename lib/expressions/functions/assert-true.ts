import { MillraceError } from '../../errors.ts'
import { nullType } from '../../types/types.ts'
import { castArgument, checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const assertTrue: ScalarFunction = {
  name: 'assert_true',
  summary: 'Null when a condition is true, else raises USER_RAISED_EXCEPTION.',
  deterministic: false,
  bind(args, context) {
    checkCount(args, 1, 2, context)
    const cast = args.map((arg, at) => castArgument(arg, at, at === 0 ? 'boolean' : 'string', context))
    return { args: cast, type: nullType, nullable: true, data: `'${boundText(args[0] as Bound)}' is not true!` }
  },
  nulls: 'custom',
  evaluate([condition, message], call) {
    if (condition === true) return null
    const text = message === undefined ? String(call.data) : String(message)
    throw new MillraceError('USER_RAISED_EXCEPTION', text, { sqlState: 'P0001' })
  },
}

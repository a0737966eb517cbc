import type { SqlValue } from '../../types/data-type.ts'
import { doubleType } from '../../types/types.ts'
import { castArgument, checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const nanvl: ScalarFunction = {
  name: 'nanvl',
  summary: 'The first number, or the second when the first is NaN.',
  bind(args, context) {
    checkCount(args, 2, 2, context)
    const cast = args.map((arg, at) => castArgument(arg, at, ['double', 'float'], context))
    const first = cast[0] as Bound
    const same = cast.every((arg) => arg.type.kind === first.type.kind)
    const numbers = same ? cast : cast.map((arg) => context.cast(arg, doubleType))
    return { args: numbers, type: same ? first.type : doubleType, nullable: numbers.some((arg) => arg.nullable) }
  },
  nulls: 'custom',
  evaluate: ([first, second]) => (Number.isNaN(first) ? second : first) as SqlValue,
}

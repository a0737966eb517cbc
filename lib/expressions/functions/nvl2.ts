import type { SqlValue } from '../../types/data-type.ts'
import { sameType } from '../binder/operands.ts'
import { checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const nvl2: ScalarFunction = {
  name: 'nvl2',
  summary: 'The second value when the first is not null, else the third.',
  bind(args, context) {
    checkCount(args, 3, 3, context)
    const [then, other] = sameType(args.slice(1), context) as readonly [Bound, Bound]
    return { args: [args[0] as Bound, then, other], type: then.type, nullable: then.nullable || other.nullable }
  },
  nulls: 'custom',
  lazy: true,
  evaluate(args) {
    const [tested, then, other] = args as readonly (() => SqlValue)[]
    return (tested?.() !== null ? then?.() : other?.()) as SqlValue
  },
}

/** `if(condition, a, b)` */
import type { SqlValue } from '../../types/data-type.ts'
import { sameType } from '../binder/operands.ts'
import { checkCount, exactArgument } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'

const conditional: ScalarFunction = {
  name: 'if',
  summary: 'The second value when the condition is true, else the third.',
  bind(args, context) {
    checkCount(args, 3, 3, context)
    const [then, other] = sameType(args.slice(1), context) as readonly [Bound, Bound]
    const condition = exactArgument(args[0] as Bound, 0, 'boolean', context)
    return { args: [condition, then, other], type: then.type, nullable: then.nullable || other.nullable }
  },
  nulls: 'custom',
  lazy: true,
  evaluate(args) {
    const [condition, then, other] = args as readonly (() => SqlValue)[]
    return (condition?.() === true ? then?.() : other?.()) as SqlValue
  },
}

export { conditional as if_ }

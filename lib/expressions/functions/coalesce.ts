/** `coalesce(a, b, …)`; `nvl` and `ifnull` with two arguments */
import type { SqlValue } from '../../types/data-type.ts'
import { sameType } from '../binder/operands.ts'
import { checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const coalesce: ScalarFunction = {
  name: 'coalesce',
  aliases: ['nvl', 'ifnull'],
  summary: 'The first value that is not null.',
  bind(args, context) {
    const pair = context.name === 'nvl' || context.name === 'ifnull'
    checkCount(args, pair ? 2 : 1, pair ? 2 : Number.POSITIVE_INFINITY, context)
    const same = sameType(args, context)
    return { args: same, type: (same[0] as Bound).type, nullable: same.every((arg) => arg.nullable) }
  },
  nulls: 'custom',
  lazy: true,
  evaluate(args) {
    for (const arg of args as readonly (() => SqlValue)[]) {
      const value = arg()
      if (value !== null) return value
    }
    return null
  },
}

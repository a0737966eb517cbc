/** `a IN (b, c, …)`: what stands behind the first that is equal is not evaluated */

import { equalValues } from '../../columnar/compare.ts'
import type { SqlValue } from '../../types/data-type.ts'
import { booleanType } from '../../types/types.ts'
import { requireOrderable, sameShape, sameType } from '../binder/operands.ts'
import { checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'

const isIn: ScalarFunction = {
  name: 'in',
  summary: 'Whether a value is among others; null when it is not and one of them is null.',
  bind(args, context) {
    checkCount(args, 2, Number.POSITIVE_INFINITY, context)
    const { type } = args[0] as Bound
    const same = args.every((arg) => sameShape(arg.type, type)) ? args : sameType(args, context)
    requireOrderable((same[0] as Bound).type, context)
    return { args: same, type: booleanType, nullable: same.some((arg) => arg.nullable) }
  },
  nulls: 'custom',
  lazy: true,
  evaluate([value, ...list], call) {
    const thunks = list as readonly (() => SqlValue)[]
    const sought = (value as () => SqlValue)()
    if (sought === null) return null
    const { type } = call.args[0] as Bound
    let unknown = false
    for (const thunk of thunks) {
      const one = thunk()
      if (one === null) unknown = true
      else if (equalValues(type, sought, one)) return true
    }
    return unknown ? null : false
  },
}

export { isIn as in_ }

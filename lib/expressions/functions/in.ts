/** `a IN (b, c, …)` */

import { equalValues } from '../../columnar/compare.ts'
import type { SqlValue } from '../../types/data-type.ts'
import { booleanType } from '../../types/types.ts'
import { requireOrderable, sameShape, sameType } from '../binder/operands.ts'
import { checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { comparisonCode } from './comparison/compare-operands.ts'

/** Longer lists are looked through by `evaluate`. */
const longestChain = 32

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
  evaluate([value, ...list], call) {
    if (value === null) return null
    const { type } = call.args[0] as Bound
    let unknown = false
    for (const one of list as readonly SqlValue[]) {
      if (one === null) unknown = true
      else if (equalValues(type, value as SqlValue, one)) return true
    }
    return unknown ? null : false
  },
  emit(emitter, [value, ...list]) {
    if (!value || list.length > longestChain || list.some((one) => one.isNull !== undefined)) return undefined
    const result = emitter.local('false')
    let known = true
    emitter.block(`if (!(${value.isNull ?? 'false'}))`, () => {
      const codes = list.map((one) => comparisonCode(emitter, '===', value, one))
      known = codes.every((code) => code !== undefined)
      if (known) emitter.line(`${result} = ${codes.join(' || ')}`)
    })
    return known ? { type: booleanType, value: result, isNull: value.isNull } : undefined
  },
}

export { isIn as in_ }

import type { SqlValue } from '../../types/data-type.ts'
import { equalValues } from '../../columnar/compare.ts'
import { comparisonOperands } from '../binder/operands.ts'
import { checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'

/** Bound arguments: the value, and the two sides of the comparison after their implicit casts. */
export const nullif: ScalarFunction = {
  name: 'nullif',
  summary: 'The first value, or null when it equals the second.',
  bind(args, context) {
    checkCount(args, 2, 2, context)
    const value = args[0] as Bound
    return {
      args: [value, ...comparisonOperands(args, context, false)],
      type: value.type,
      nullable: true,
      text: context.text,
    }
  },
  nulls: 'custom',
  evaluate([value, left, right], call) {
    if (left === null || right === null) return value as SqlValue
    return equalValues((call.args[1] as Bound).type, left as SqlValue, right as SqlValue) ? null : (value as SqlValue)
  },
}

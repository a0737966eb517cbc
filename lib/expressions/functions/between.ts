/** `a BETWEEN b AND c`: `a >= b AND a <= c`, each comparison with its own implicit casts. */

import { compareValues } from '../../columnar/compare.ts'
import type { SqlValue } from '../../types/data-type.ts'
import { booleanType } from '../../types/types.ts'
import { comparisonOperands } from '../binder/operands.ts'
import { checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { comparisonCode } from './comparison/compare-operands.ts'

/** Bound arguments: value, least, value again, most; the two values may be cast differently. */
export const between: ScalarFunction = {
  name: 'between',
  summary: 'Whether a value lies within two bounds, bounds included.',
  bind(args, context) {
    checkCount(args, 3, 3, context)
    const [value, least, most] = args as readonly [Bound, Bound, Bound]
    const pairs = [
      ...comparisonOperands([value, least], context, true),
      ...comparisonOperands([value, most], context, true),
    ]
    return { args: pairs, type: booleanType, nullable: pairs.some((arg) => arg.nullable), text: context.text }
  },
  nulls: 'custom',
  evaluate(args, call) {
    const [lower, least, upper, most] = args as readonly SqlValue[]
    const order = (a: SqlValue | undefined, b: SqlValue | undefined, at: number) =>
      a === null || b === null ? undefined : compareValues((call.args[at] as Bound).type, a as SqlValue, b as SqlValue)
    const low = order(lower, least, 0)
    if (low !== undefined && low < 0) return false
    const high = order(upper, most, 2)
    if (high !== undefined && high > 0) return false
    return low === undefined || high === undefined ? null : true
  },
  emit(emitter, [lower, least, upper, most]) {
    if (!lower || !least || !upper || !most) return undefined
    if ((least.isNull ?? most.isNull) !== undefined || lower.isNull !== upper.isNull) return undefined
    const result = emitter.local('false')
    let known = true
    emitter.block(`if (!(${lower.isNull ?? 'false'}))`, () => {
      const low = comparisonCode(emitter, '>=', lower, least)
      const high = comparisonCode(emitter, '<=', upper, most)
      known = low !== undefined && high !== undefined
      if (known) emitter.line(`${result} = ${low} && ${high}`)
    })
    return known ? { type: booleanType, value: result, isNull: lower.isNull } : undefined
  },
}

/** `a <=> b` */

import { equalValues } from '../../columnar/compare.ts'
import type { SqlValue } from '../../types/data-type.ts'
import { booleanType } from '../../types/types.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { bindComparison, comparisonCode } from './comparison/compare-operands.ts'

export const equalNullSafe: ScalarFunction = {
  name: '<=>',
  aliases: ['equal_null'],
  summary: 'Whether two values are the same; null is the same as null, and never gives null.',
  bind: (args, context) => ({ ...bindComparison(args, context, false), nullable: false }),
  nulls: 'custom',
  evaluate([a, b], call) {
    if (a === null || b === null) return a === b
    return equalValues((call.args[0] as Bound).type, a as SqlValue, b as SqlValue)
  },
  emit(emitter, [a, b]) {
    if (!a || !b) return undefined
    const plain = a.isNull === undefined && b.isNull === undefined
    // The values behind a null may be anything, also bytes out of range: they are compared only behind the test.
    const result = emitter.local('false')
    let known = true
    const compare = () => {
      const code = comparisonCode(emitter, '===', a, b)
      if (code) emitter.line(`${result} = ${code}`)
      else known = false
    }
    if (plain) compare()
    else {
      emitter.block(`if (${a.isNull ?? 'false'} || ${b.isNull ?? 'false'})`, () => {
        emitter.line(`${result} = !!(${a.isNull ?? 'false'}) && !!(${b.isNull ?? 'false'})`)
      })
      emitter.block('else', compare)
    }
    return known ? { type: booleanType, value: result, isNull: undefined } : undefined
  },
}

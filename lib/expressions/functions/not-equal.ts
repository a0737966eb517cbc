/** `a <> b`, `a != b` */

import { equalValues } from '../../columnar/compare.ts'
import type { SqlValue } from '../../types/data-type.ts'
import { booleanType } from '../../types/types.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { bindComparison, comparisonCode } from './comparison/compare-operands.ts'

export const notEqual: ScalarFunction = {
  name: '<>',
  aliases: ['!='],
  summary: 'Whether two values differ.',
  bind: (args, context) => bindComparison(args, context, false),
  evaluate: ([a, b], call) => !equalValues((call.args[0] as Bound).type, a as SqlValue, b as SqlValue),
  emit(emitter, [a, b]) {
    const code = a && b && comparisonCode(emitter, '===', a, b)
    return code ? { type: booleanType, value: `!${code}`, isNull: undefined } : undefined
  },
}

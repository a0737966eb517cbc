import type { SqlValue } from '../../types/data-type.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { calculate } from './numeric/arithmetic.ts'
import { type ArithmeticData, bindArithmetic, modeOf } from './numeric/operator-binding.ts'

export const pmod: ScalarFunction = {
  name: 'pmod',
  summary: 'The remainder of a division, never negative for a positive divisor.',
  bind: (args, context) => bindArithmetic('pmod', args, context, modeOf(context), 'numeric'),
  evaluate: ([a, b], call) => {
    const [left, right] = call.args as readonly [Bound, Bound]
    const { mode } = call.data as ArithmeticData
    return calculate('pmod', a as SqlValue, b as SqlValue, [left.type, right.type], call.type, mode)
  },
}

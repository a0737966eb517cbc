import type { SqlValue } from '../../types/data-type.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { calculate } from './numeric/arithmetic.ts'
import { bindArithmetic, lenientCasts } from './numeric/operator-binding.ts'

export const tryMod: ScalarFunction = {
  name: 'try_mod',
  summary: 'Like `%`, but null when the divisor is zero.',
  bind: (args, context) => bindArithmetic('%', args, lenientCasts(context), 'try', 'numeric'),
  evaluate: ([a, b], call) => {
    const [left, right] = call.args as readonly [Bound, Bound]
    return calculate('%', a as SqlValue, b as SqlValue, [left.type, right.type], call.type, 'try')
  },
}

/** `a % b`, also `mod(a, b)` */
import type { SqlValue } from '../../types/data-type.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { calculate, emitArithmetic } from './numeric/arithmetic.ts'
import { type ArithmeticData, bindArithmetic, modeOf } from './numeric/operator-binding.ts'

export const remainder: ScalarFunction = {
  name: '%',
  aliases: ['mod'],
  summary: 'The remainder of a division; it has the sign of the dividend.',
  bind: (args, context) => bindArithmetic('%', args, context, modeOf(context), 'numeric'),
  evaluate: ([a, b], call) => {
    const [left, right] = call.args as readonly [Bound, Bound]
    const { mode } = call.data as ArithmeticData
    return calculate('%', a as SqlValue, b as SqlValue, [left.type, right.type], call.type, mode)
  },
  emit: (emitter, args, call) => emitArithmetic(emitter, '%', args, call, (call.data as ArithmeticData).mode),
}

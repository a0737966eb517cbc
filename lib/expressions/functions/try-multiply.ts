import type { SqlValue } from '../../types/data-type.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { bindMultiplicative, evaluateMultiplicative } from './numeric/multiplicative.ts'
import { lenientCasts } from './numeric/operator-binding.ts'

export const tryMultiply: ScalarFunction = {
  name: 'try_multiply',
  summary: 'Like `*`, but null on overflow.',
  bind: (args, context) => bindMultiplicative('*', args, lenientCasts(context), 'try'),
  evaluate: ([a, b], call) => evaluateMultiplicative('*', a as SqlValue, b as SqlValue, call),
}

import type { SqlValue } from '../../types/data-type.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { bindAdditive, evaluateAdditive } from './numeric/additive.ts'
import { lenientCasts } from './numeric/operator-binding.ts'

export const tryAdd: ScalarFunction = {
  name: 'try_add',
  summary: 'Like `+`, but null on overflow.',
  bind: (args, context) => bindAdditive('+', args, lenientCasts(context), 'try'),
  evaluate: ([a, b], call) => evaluateAdditive('+', a as SqlValue, b as SqlValue, call),
}

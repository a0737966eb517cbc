/** `a + b` */
import type { SqlValue } from '../../types/data-type.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { bindAdditive, emitAdditive, evaluateAdditive } from './numeric/additive.ts'

export const plus: ScalarFunction = {
  name: '+',
  summary: 'The sum of two numbers or intervals, or a date or timestamp moved by an interval.',
  bind: (args, context) => bindAdditive('+', args, context),
  evaluate: ([a, b], call) => evaluateAdditive('+', a as SqlValue, b as SqlValue, call),
  emit: (emitter, args, call) => emitAdditive('+', emitter, args, call),
}

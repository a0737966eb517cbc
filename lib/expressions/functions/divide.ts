/** `a / b` */
import type { SqlValue } from '../../types/data-type.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { bindMultiplicative, emitMultiplicative, evaluateMultiplicative } from './numeric/multiplicative.ts'

export const divide: ScalarFunction = {
  name: '/',
  summary: 'The quotient of two numbers as DOUBLE or DECIMAL, or of an interval and a number.',
  bind: (args, context) => bindMultiplicative('/', args, context),
  evaluate: ([a, b], call) => evaluateMultiplicative('/', a as SqlValue, b as SqlValue, call),
  emit: (emitter, args, call) => emitMultiplicative('/', emitter, args, call),
}

/** `a - b` */
import type { SqlValue } from '../../types/data-type.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { bindAdditive, emitAdditive, evaluateAdditive } from './numeric/additive.ts'

export const minus: ScalarFunction = {
  name: '-',
  summary: 'The difference of two numbers, intervals, dates or timestamps, or a point in time moved back.',
  bind: (args, context) => bindAdditive('-', args, context),
  evaluate: ([a, b], call) => evaluateAdditive('-', a as SqlValue, b as SqlValue, call),
  emit: (emitter, args, call) => emitAdditive('-', emitter, args, call),
}

import type { SqlValue } from '../../types/data-type.ts'
import { signature } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { negate } from './negative.ts'
import { type ArithmeticData, modeOf } from './numeric/operator-binding.ts'

export const abs: ScalarFunction = {
  name: 'abs',
  summary: 'The number or interval without its sign.',
  bind: signature({
    takes: [['numeric', 'day_time_interval', 'year_month_interval']],
    gives: ([input]) => (input as Bound).type,
    data: (_, context): ArithmeticData => ({ mode: modeOf(context) }),
  }),
  evaluate([value], call): SqlValue {
    if (call.type.kind === 'double' || call.type.kind === 'float') return Math.abs(value as number)
    if ((value as number) >= 0) return value as SqlValue
    return negate(value as number, call.type, (call.data as ArithmeticData).mode === 'ansi')
  },
  emit(emitter, [value], call) {
    if (!value) return undefined
    const { kind } = call.type
    if (kind === 'double' || kind === 'float')
      return { type: call.type, value: `Math.abs(${value.value})`, isNull: undefined }
    const given = emitter.local(value.value)
    const ansi = (call.data as ArithmeticData).mode === 'ansi'
    const negated = `${emitter.constant(negate)}(${given}, ${emitter.constant(call.type)}, ${ansi})`
    return { type: call.type, value: `(${given} >= 0 ? ${given} : ${negated})`, isNull: undefined }
  },
}

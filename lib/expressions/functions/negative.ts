/** `-a` */
import type { DataType, SqlValue } from '../../types/data-type.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { type CalendarParts, negateCalendar } from './datetime/calendar-interval.ts'
import { arithmeticOverflow, intervalOverflow } from './numeric/arithmetic-errors.ts'
import { wrapIntegral } from './numeric/integers.ts'
import { type ArithmeticData, modeOf } from './numeric/operator-binding.ts'

/** The negated value of a type; integers wrap or raise. */
export function negate(value: number | bigint, type: DataType, ansi: boolean): number | bigint {
  if (type.kind === 'float' || type.kind === 'double') return -(value as number)
  if (type.kind === 'decimal') return -(value as bigint)
  if (value === 0) return 0
  const kind = type.kind === 'day_time_interval' ? 'long' : type.kind === 'year_month_interval' ? 'int' : type.kind
  const wrapped = wrapIntegral(kind, -value)
  if (wrapped === -value) return wrapped
  if (kind !== type.kind) throw intervalOverflow()
  if (ansi) throw arithmeticOverflow()
  return wrapped
}

export const negative: ScalarFunction = {
  name: 'negative',
  summary: 'The number or interval with the opposite sign.',
  bind: signature({
    takes: [['numeric', 'day_time_interval', 'year_month_interval', 'calendar_interval']],
    gives: ([input]) => (input as { type: DataType }).type,
    data: (_, context): ArithmeticData => ({ mode: modeOf(context) }),
  }),
  evaluate([value], call): SqlValue {
    const ansi = (call.data as ArithmeticData).mode === 'ansi'
    if (call.type.kind === 'calendar_interval') return negateCalendar(value as CalendarParts, ansi)
    return negate(value as number, call.type, ansi)
  },
  emit(emitter, [value], call) {
    if (!value || call.type.kind === 'calendar_interval') return undefined
    if (call.type.kind === 'double') return { type: call.type, value: `(-${value.value})`, isNull: undefined }
    const ansi = (call.data as ArithmeticData).mode === 'ansi'
    return {
      type: call.type,
      value: `${emitter.constant(negate)}(${value.value}, ${emitter.constant(call.type)}, ${ansi})`,
      isNull: undefined,
    }
  },
}

/** `+a` */
import type { DataType, SqlValue } from '../../types/data-type.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const positive: ScalarFunction = {
  name: 'positive',
  summary: 'The number or interval itself.',
  bind: signature({
    takes: [['numeric', 'day_time_interval', 'year_month_interval', 'calendar_interval']],
    gives: ([input]) => (input as { type: DataType }).type,
  }),
  evaluate: ([value]) => value as SqlValue,
  emit: (_, [value]) => value,
}

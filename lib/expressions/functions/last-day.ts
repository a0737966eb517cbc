import { lastDayOfMonth } from '../../types/time/calendar.ts'
import { dateType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const lastDay: ScalarFunction = {
  name: 'last_day',
  summary: 'The last day of the month of a date.',
  bind: signature({ takes: ['date'], gives: dateType }),
  evaluate: ([days]) => lastDayOfMonth(days as number),
}

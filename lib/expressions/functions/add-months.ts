import { addMonths as monthsLater } from '../../types/time/calendar.ts'
import { dateType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { addDays } from './datetime/interval-operand.ts'

export const addMonths: ScalarFunction = {
  name: 'add_months',
  summary: 'The date a number of months later; a day that the month does not have becomes its last one.',
  bind: signature({ takes: ['date', 'int'], gives: dateType }),
  evaluate: ([days, months]) => addDays(monthsLater(days as number, months as number), 0),
}

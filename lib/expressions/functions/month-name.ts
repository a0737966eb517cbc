import { civilDate } from '../../types/time/calendar.ts'
import { fieldName } from '../../types/time/pattern/names.ts'
import { nameFunction } from './datetime/name-function.ts'

export const monthName = nameFunction(
  'monthname',
  'The first three letters of the name of the month of a date.',
  (days) => fieldName('month', civilDate(days).month, false),
)

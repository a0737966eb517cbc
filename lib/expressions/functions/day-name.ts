import { isoDayOfWeek } from '../../types/time/calendar.ts'
import { fieldName } from '../../types/time/pattern/names.ts'
import { nameFunction } from './datetime/name-function.ts'

export const dayName = nameFunction(
  'dayname',
  'The first three letters of the name of the weekday of a date.',
  (days) => fieldName('dayOfWeek', isoDayOfWeek(days), false),
)

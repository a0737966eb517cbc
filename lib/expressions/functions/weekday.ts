import { isoDayOfWeek } from '../../types/time/calendar.ts'
import { datePart } from './datetime/date-part.ts'

export const weekday = datePart(
  'weekday',
  'The day of the week of a date: 0 Monday to 6 Sunday.',
  (days) => isoDayOfWeek(days) - 1,
)

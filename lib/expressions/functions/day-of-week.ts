import { isoDayOfWeek } from '../../types/time/calendar.ts'
import { datePart } from './datetime/date-part.ts'

export const dayOfWeek = datePart(
  'dayofweek',
  'The day of the week of a date: 1 Sunday to 7 Saturday.',
  (days) => (isoDayOfWeek(days) % 7) + 1,
)

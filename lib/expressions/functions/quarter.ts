import { civilDate } from '../../types/time/calendar.ts'
import { datePart } from './datetime/date-part.ts'

export const quarter = datePart('quarter', 'The quarter of a date, 1 to 4.', (days) =>
  Math.floor((civilDate(days).month + 2) / 3),
)

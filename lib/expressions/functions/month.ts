import { civilDate } from '../../types/time/calendar.ts'
import { datePart } from './datetime/date-part.ts'

export const month = datePart('month', 'The month of a date, 1 to 12.', (days) => civilDate(days).month)

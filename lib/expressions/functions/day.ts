import { civilDate } from '../../types/time/calendar.ts'
import { datePart } from './datetime/date-part.ts'

export const day = datePart('day', 'The day of the month of a date.', (days) => civilDate(days).day, ['dayofmonth'])

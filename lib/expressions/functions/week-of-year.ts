import { isoWeek } from '../../types/time/calendar.ts'
import { datePart } from './datetime/date-part.ts'

export const weekOfYear = datePart('weekofyear', 'The ISO week of a date, 1 to 53.', (days) => isoWeek(days).week)

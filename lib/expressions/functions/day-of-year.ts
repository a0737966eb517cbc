import { dayOfYear as dayOfYearOf } from '../../types/time/calendar.ts'
import { datePart } from './datetime/date-part.ts'

export const dayOfYear = datePart('dayofyear', 'The day of the year of a date, 1 to 366.', dayOfYearOf)

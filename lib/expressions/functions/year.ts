import { yearOf } from '../../types/time/calendar.ts'
import { datePart } from './datetime/date-part.ts'

export const year = datePart('year', 'The year of a date.', yearOf)

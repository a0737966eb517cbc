import { dayMoving } from './datetime/day-moving.ts'

export const dateSub = dayMoving('date_sub', [], 'The date a number of days earlier.', -1)

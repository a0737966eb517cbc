import { dayMoving } from './datetime/day-moving.ts'

export const dateAdd = dayMoving('date_add', ['dateadd'], 'The date a number of days later.', 1)

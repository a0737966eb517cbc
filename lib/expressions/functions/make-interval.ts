import { makeIntervalFunction } from './datetime/make-interval-function.ts'

export const makeInterval = makeIntervalFunction(
  'make_interval',
  false,
  'A calendar INTERVAL of years, months, weeks, days, hours, minutes and seconds.',
)

import { makeTimestampNtzFunction } from './datetime/make-timestamp-ntz-function.ts'

export const makeTimestampNtz = makeTimestampNtzFunction(
  'make_timestamp_ntz',
  false,
  'The time without a zone of a year, month, day, hour, minute and second, or of a date and a time.',
)

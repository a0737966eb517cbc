import { makeTimestampFunction } from './datetime/make-timestamp.ts'

export const makeTimestamp = makeTimestampFunction(
  'make_timestamp',
  ['make_timestamp_ltz'],
  false,
  'The timestamp of a year, month, day, hour, minute and second, in a zone.',
)

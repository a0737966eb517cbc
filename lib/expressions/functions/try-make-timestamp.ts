import { makeTimestampFunction } from './datetime/make-timestamp.ts'

export const tryMakeTimestamp = makeTimestampFunction(
  'try_make_timestamp',
  ['try_make_timestamp_ltz'],
  true,
  'Like `make_timestamp`, but null for fields out of range.',
)

import { makeTimestampNtzFunction } from './datetime/make-timestamp-ntz-function.ts'

export const tryMakeTimestampNtz = makeTimestampNtzFunction(
  'try_make_timestamp_ntz',
  true,
  'Like `make_timestamp_ntz`, but null for fields out of range.',
)

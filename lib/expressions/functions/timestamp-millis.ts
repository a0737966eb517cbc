import { fromEpoch } from './datetime/epoch-function.ts'

export const timestampMillis = fromEpoch(
  'timestamp_millis',
  1_000n,
  'The timestamp a number of milliseconds after 1970.',
)

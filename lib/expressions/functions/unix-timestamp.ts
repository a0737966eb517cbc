import { unixSeconds } from './datetime/unix-seconds.ts'

export const unixTimestamp = unixSeconds(
  'unix_timestamp',
  0,
  'Seconds from 1970 to a time, or a text read by a pattern; of the batch without arguments.',
)

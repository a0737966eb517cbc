import { unixSeconds } from './datetime/unix-seconds.ts'

export const toUnixTimestamp = unixSeconds(
  'to_unix_timestamp',
  1,
  'Seconds from 1970 to a time, or a text read by a pattern.',
)

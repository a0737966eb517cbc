import { toEpoch } from './datetime/epoch-function.ts'

export const unixMillis = toEpoch('unix_millis', 1_000n, 'Whole milliseconds from 1970 to a timestamp.')

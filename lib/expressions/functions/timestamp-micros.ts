import { fromEpoch } from './datetime/epoch-function.ts'

export const timestampMicros = fromEpoch('timestamp_micros', 1n, 'The timestamp a number of microseconds after 1970.')

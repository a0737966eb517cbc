import { toEpoch } from './datetime/epoch-function.ts'

export const unixMicros = toEpoch('unix_micros', 1n, 'Microseconds from 1970 to a timestamp.')

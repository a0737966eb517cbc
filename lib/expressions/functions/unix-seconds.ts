import { toEpoch } from './datetime/epoch-function.ts'

export const unixSeconds = toEpoch('unix_seconds', 1_000_000n, 'Whole seconds from 1970 to a timestamp.')

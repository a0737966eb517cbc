import { timePart } from './datetime/time-part.ts'

export const minute = timePart('minute', 'The minute of a timestamp.', (micros) => Math.floor(micros / 60_000_000) % 60)

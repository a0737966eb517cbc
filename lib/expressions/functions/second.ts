import { timePart } from './datetime/time-part.ts'

export const second = timePart('second', 'The second of a timestamp.', (micros) => Math.floor(micros / 1_000_000) % 60)

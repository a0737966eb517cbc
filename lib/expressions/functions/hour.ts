import { timePart } from './datetime/time-part.ts'

export const hour = timePart('hour', 'The hour of a timestamp, 0 to 23.', (micros) =>
  Math.floor(micros / 3_600_000_000),
)

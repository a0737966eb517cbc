import { zone } from '../../types/time/zone.ts'
import { clockFunction } from './datetime/clock-function.ts'

export const localTimestamp = clockFunction({
  name: 'localtimestamp',
  summary: 'The time of the batch as a clock in the session zone shows it.',
  local: true,
  read: (evaluation) => zone(evaluation.zone).toLocal(evaluation.batchTime),
})

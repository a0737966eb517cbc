import { clockFunction } from './datetime/clock-function.ts'

export const currentTimestamp = clockFunction({
  name: 'current_timestamp',
  aliases: ['now'],
  summary: 'The time of the batch, the same for all its rows and when it runs again.',
  local: false,
  read: ({ batchTime }) => batchTime,
})

import { timestampType } from '../../types/types.ts'
import { parseFunction } from './datetime/parse-function.ts'

export const toTimestamp = parseFunction({
  name: 'to_timestamp',
  aliases: ['to_timestamp_ltz'],
  summary: 'A TIMESTAMP read from text, by the rules of CAST or a pattern.',
  gives: timestampType,
  of: (micros) => micros,
})

import { timestampNtzType } from '../../types/types.ts'
import { parseFunction } from './datetime/parse-function.ts'

export const toTimestampNtz = parseFunction({
  name: 'to_timestamp_ntz',
  summary: 'A TIMESTAMP_NTZ read from text, by the rules of CAST or a pattern.',
  gives: timestampNtzType,
  of: (micros) => micros,
  local: true,
})

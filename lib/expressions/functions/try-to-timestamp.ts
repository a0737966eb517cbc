import { timestampType } from '../../types/types.ts'
import { parseFunction } from './datetime/parse-function.ts'

export const tryToTimestamp = parseFunction({
  name: 'try_to_timestamp',
  summary: 'Like `to_timestamp`, but null for what cannot be read.',
  gives: timestampType,
  of: (micros) => micros,
  lenient: true,
})

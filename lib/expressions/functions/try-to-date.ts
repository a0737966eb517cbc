import { dateType } from '../../types/types.ts'
import { parseFunction } from './datetime/parse-function.ts'

export const tryToDate = parseFunction({
  name: 'try_to_date',
  summary: 'Like `to_date`, but null for what cannot be read.',
  gives: dateType,
  of: (micros, zone) => zone.dayAt(micros),
  lenient: true,
})

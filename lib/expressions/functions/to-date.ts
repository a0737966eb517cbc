import { dateType } from '../../types/types.ts'
import { parseFunction } from './datetime/parse-function.ts'

export const toDate = parseFunction({
  name: 'to_date',
  summary: 'A DATE read from text, by the rules of CAST or a pattern.',
  gives: dateType,
  of: (micros, zone) => zone.dayAt(micros),
})

import { dateType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const dateFromUnixDate: ScalarFunction = {
  name: 'date_from_unix_date',
  summary: 'The date a number of days after 1970-01-01.',
  bind: signature({ takes: ['int'], gives: dateType }),
  evaluate: ([days]) => days as number,
}

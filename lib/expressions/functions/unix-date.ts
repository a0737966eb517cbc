import { intType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const unixDate: ScalarFunction = {
  name: 'unix_date',
  summary: 'Days from 1970-01-01 to a date.',
  bind: signature({ takes: ['date'], gives: intType, exact: true }),
  evaluate: ([days]) => days as number,
}

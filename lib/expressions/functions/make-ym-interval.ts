import { yearMonthIntervalType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { intervalOverflow } from './numeric/arithmetic-errors.ts'

export const makeYmInterval: ScalarFunction = {
  name: 'make_ym_interval',
  summary: 'An INTERVAL YEAR TO MONTH of years and months.',
  bind: signature({ takes: ['int', 'int'], optional: 2, gives: yearMonthIntervalType() }),
  evaluate([years = 0, months = 0]) {
    const sum = (years as number) * 12 + (months as number)
    if ((sum | 0) !== sum) throw intervalOverflow()
    return sum
  },
}

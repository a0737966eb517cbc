import { dateType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { isDateUnit, truncateDate, truncationUnit } from './datetime/truncate.ts'

export const trunc: ScalarFunction = {
  name: 'trunc',
  summary: 'The first day of the year, quarter, month or week of a date; null for another unit.',
  bind: signature({ takes: ['date', 'string'], gives: dateType, nullable: true }),
  evaluate([days, name]) {
    const unit = truncationUnit(name as string)
    return unit && isDateUnit(unit) ? truncateDate(days as number, unit) : null
  },
}

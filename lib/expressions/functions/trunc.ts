import { dateType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { type DateUnit, isDateUnit, truncateDate, truncation, truncationUnit } from './datetime/truncate.ts'

function dateUnit(name: string): DateUnit | undefined {
  const unit = truncationUnit(name)
  return unit && isDateUnit(unit) ? unit : undefined
}

export const trunc: ScalarFunction = {
  name: 'trunc',
  summary: 'The first day of the year, quarter, month or week of a date; null for another unit.',
  bind: truncation(
    signature({ takes: ['date', 'string'], gives: dateType, nullable: true }),
    1,
    (name) => dateUnit(name) !== undefined,
  ),
  evaluate([days, name]) {
    const unit = dateUnit(name as string)
    return unit ? truncateDate(days as number, unit) : null
  },
}

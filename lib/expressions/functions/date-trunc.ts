import { timestampType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { truncateTime, truncationUnit } from './datetime/truncate.ts'
import { zoneData, zoneOf } from './datetime/zone-of.ts'

export const dateTrunc: ScalarFunction = {
  name: 'date_trunc',
  summary: 'The beginning of the unit a timestamp lies in; null for a unit that there is not.',
  bind: signature({ takes: ['string', 'timestamp'], gives: timestampType, nullable: true, data: zoneData }),
  evaluate([name, time], call) {
    const unit = truncationUnit(name as string)
    return unit ? truncateTime(time as bigint, unit, zoneOf(call)) : null
  },
}

import { zone } from '../../types/time/zone.ts'
import { timestampType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const fromUtcTimestamp: ScalarFunction = {
  name: 'from_utc_timestamp',
  summary: 'A timestamp read as UTC, moved to what a clock in a zone then shows.',
  bind: signature({ takes: ['timestamp', 'string'], gives: timestampType }),
  evaluate: ([time, id]) => zone(id as string).toLocal(time as bigint),
}

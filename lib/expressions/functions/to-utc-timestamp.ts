import { zone } from '../../types/time/zone.ts'
import { timestampType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const toUtcTimestamp: ScalarFunction = {
  name: 'to_utc_timestamp',
  summary: 'A timestamp read as what a clock in a zone shows, moved to UTC.',
  bind: signature({ takes: ['timestamp', 'string'], gives: timestampType }),
  evaluate: ([time, id]) => zone(id as string).toInstant(time as bigint),
}

import { zone } from '../../types/time/zone.ts'
import { timestampNtzType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const localTimestamp: ScalarFunction = {
  name: 'localtimestamp',
  summary: 'The time of the batch as a clock in the session zone shows it.',
  // A barrier for rewrites, as current_timestamp.
  deterministic: false,
  bind: signature({ takes: [], gives: timestampNtzType }),
  evaluate: (_, __, evaluation) => zone(evaluation.zone).toLocal(evaluation.batchTime),
}

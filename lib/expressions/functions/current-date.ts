import { zone } from '../../types/time/zone.ts'
import { dateType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const currentDate: ScalarFunction = {
  name: 'current_date',
  aliases: ['curdate'],
  summary: 'The day of the time of the batch in the session zone.',
  // A barrier for rewrites, as current_timestamp.
  deterministic: false,
  bind: signature({ takes: [], gives: dateType }),
  evaluate: (_, __, evaluation) => zone(evaluation.zone).dayAt(evaluation.batchTime),
}

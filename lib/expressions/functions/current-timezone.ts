import { stringType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const currentTimezone: ScalarFunction = {
  name: 'current_timezone',
  summary: 'The id of the session zone.',
  bind: signature({ takes: [], gives: stringType }),
  evaluate: (_, __, evaluation) => evaluation.zone,
}

/** Names of a date's month and weekday, as definitions. */
import { stringType } from '../../../types/types.ts'
import { signature } from '../../binder/signature.ts'
import type { ScalarFunction } from '../../scalar-function.ts'

export function nameFunction(name: string, summary: string, of: (days: number) => string): ScalarFunction {
  return {
    name,
    summary,
    bind: signature({ takes: ['date'], gives: stringType }),
    evaluate: ([days]) => of(days as number),
  }
}

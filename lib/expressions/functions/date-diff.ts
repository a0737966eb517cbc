import { intType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const dateDiff: ScalarFunction = {
  name: 'datediff',
  aliases: ['date_diff'],
  summary: 'Days from the second date to the first.',
  bind: signature({ takes: ['date', 'date'], gives: intType }),
  evaluate: ([end, start]) => (end as number) - (start as number),
}

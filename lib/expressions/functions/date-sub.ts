import { dateType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { addDays } from './datetime/interval-operand.ts'

export const dateSub: ScalarFunction = {
  name: 'date_sub',
  summary: 'The date a number of days earlier.',
  bind: signature({ takes: ['date', ['int', 'short', 'byte']], gives: dateType }),
  evaluate: ([days, count]) => addDays(days as number, -(count as number)),
}

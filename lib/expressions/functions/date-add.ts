import { dateType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { addDays } from './datetime/interval-operand.ts'

export const dateAdd: ScalarFunction = {
  name: 'date_add',
  aliases: ['dateadd'],
  summary: 'The date a number of days later.',
  bind: signature({ takes: ['date', ['int', 'short', 'byte']], gives: dateType }),
  evaluate: ([days, count]) => addDays(days as number, count as number),
}

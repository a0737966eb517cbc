import { doubleType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const sign: ScalarFunction = {
  name: 'sign',
  aliases: ['signum'],
  summary: '-1, 0 or 1 as the number or interval is negative, zero or positive.',
  bind: signature({
    takes: [['double', 'year_month_interval', 'day_time_interval']],
    gives: doubleType,
    nullable: true,
  }),
  evaluate: ([value]) => Math.sign(Number(value)),
}

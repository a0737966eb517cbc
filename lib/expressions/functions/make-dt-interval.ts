import { dayTimeIntervalType, decimalType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { intervalOverflow } from './numeric/arithmetic-errors.ts'

export const makeDtInterval: ScalarFunction = {
  name: 'make_dt_interval',
  summary: 'An INTERVAL DAY TO SECOND of days, hours, minutes and seconds.',
  bind: signature({ takes: ['int', 'int', 'int', decimalType(18, 6)], optional: 4, gives: dayTimeIntervalType() }),
  evaluate([days = 0, hours = 0, minutes = 0, seconds = 0n]) {
    const minutesInAll = (BigInt(days as number) * 24n + BigInt(hours as number)) * 60n + BigInt(minutes as number)
    const micros = minutesInAll * 60_000_000n + (seconds as bigint)
    if (BigInt.asIntN(64, micros) !== micros) throw intervalOverflow()
    return micros
  },
}

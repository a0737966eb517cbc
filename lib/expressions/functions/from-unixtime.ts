import { microsPerSecond } from '../../types/time/calendar.ts'
import { stringType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { checkedMicros } from './datetime/interval-operand.ts'
import { patternOf } from './datetime/parse-function.ts'
import { zoneData, zoneOf } from './datetime/zone-of.ts'

export const fromUnixtime: ScalarFunction = {
  name: 'from_unixtime',
  summary: 'Seconds since 1970 as text by a pattern.',
  bind: signature({ takes: ['long', 'string'], optional: 1, gives: stringType, nullable: true, data: zoneData }),
  evaluate([seconds, pattern = 'yyyy-MM-dd HH:mm:ss'], call) {
    const micros = checkedMicros((seconds as bigint) * microsPerSecond)
    return patternOf(call, pattern as string).format(micros, zoneOf(call))
  },
}

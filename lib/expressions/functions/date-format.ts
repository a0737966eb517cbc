import { stringType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { patternOf } from './datetime/parse-function.ts'
import { zoneData, zoneOf } from './datetime/zone-of.ts'

export const dateFormat: ScalarFunction = {
  name: 'date_format',
  summary: 'A timestamp as text by a pattern.',
  bind: signature({ takes: ['timestamp', 'string'], gives: stringType, data: zoneData }),
  evaluate: ([time, pattern], call) => patternOf(call, pattern as string).format(time as bigint, zoneOf(call)),
}

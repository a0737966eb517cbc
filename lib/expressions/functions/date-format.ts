import { stringType } from '../../types/types.ts'
import { nanoTimestamps } from '../binder/accepted.ts'
import { type Accepted, signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { patternOf } from './datetime/parse-function.ts'
import { zoneData, zoneOf } from './datetime/zone-of.ts'

const printable: Accepted = { anyOf: ['timestamp'], shown: `("TIMESTAMP" or "TIME" or ${nanoTimestamps})` }

export const dateFormat: ScalarFunction = {
  name: 'date_format',
  summary: 'A timestamp as text by a pattern.',
  bind: signature({ takes: [printable, 'string'], gives: stringType, data: zoneData }),
  evaluate: ([time, pattern], call) => patternOf(call, pattern as string).format(time as bigint, zoneOf(call)),
}

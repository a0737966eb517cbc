import { floorDiv } from '../../types/time/calendar.ts'
import { microsOfNanos } from '../../types/time/micros-of-nanos.ts'
import { nanosTimestampType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { datetimeOverflow } from './datetime/datetime-errors.ts'
import { powerOfTen } from './numeric/decimal.ts'

export const timestampNanos: ScalarFunction = {
  name: 'timestamp_nanos',
  summary: 'The timestamp a number of nanoseconds after 1970, as TIMESTAMP_LTZ(9).',
  bind: signature({ takes: [['integral', 'decimal']], gives: nanosTimestampType(9, false), exact: true }),
  evaluate([count], call) {
    const { type } = call.args[0] as Bound
    const nanos = floorDiv(BigInt(count as bigint), type.kind === 'decimal' ? powerOfTen(type.scale) : 1n)
    const micros = microsOfNanos(nanos)
    if (BigInt.asIntN(64, micros) === micros) return nanos
    throw datetimeOverflow(`create a TIMESTAMP_LTZ(9) from ${nanos} nanoseconds since the epoch`)
  },
}

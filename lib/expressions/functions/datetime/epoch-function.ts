/** Timestamps from and to whole units since 1970, as definitions. */
import { floorDiv } from '../../../types/time/calendar.ts'
import { longType, timestampType } from '../../../types/types.ts'
import { type Accepted, signature } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import type { ScalarFunction } from '../../scalar-function.ts'
import { arithmeticOverflow } from '../numeric/arithmetic-errors.ts'
import { microsOf } from './zone-of.ts'

/** @param unit microseconds */
export function fromEpoch(name: string, unit: bigint, summary: string): ScalarFunction {
  return {
    name,
    summary,
    bind: signature({ takes: ['integral'], gives: timestampType, exact: true }),
    evaluate([count]) {
      const micros = BigInt(count as bigint) * unit
      if (BigInt.asIntN(64, micros) !== micros) throw arithmeticOverflow(undefined, 'long overflow')
      return micros
    },
  }
}

const moment: Accepted = ['any_timestamp', 'timestamp_nanos']

/** @param unit microseconds */
export function toEpoch(name: string, unit: bigint, summary: string): ScalarFunction {
  return {
    name,
    summary,
    bind: signature({ takes: [moment], gives: longType, exact: true }),
    evaluate: ([time], call) => floorDiv(microsOf((call.args[0] as Bound).type, time as bigint), unit),
  }
}

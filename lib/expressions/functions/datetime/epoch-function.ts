/** Timestamps from and to whole units since 1970, as definitions. */
import { floorDiv } from '../../../types/time/calendar.ts'
import { longType, timestampType } from '../../../types/types.ts'
import { nanoTimestamps } from '../../binder/accepted.ts'
import { type Accepted, signature } from '../../binder/signature.ts'
import type { ScalarFunction } from '../../scalar-function.ts'
import { arithmeticOverflow } from '../numeric/arithmetic-errors.ts'

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

const moment: Accepted = {
  anyOf: ['any_timestamp'],
  shown: `("(TIMESTAMP OR TIMESTAMP WITHOUT TIME ZONE)" or ${nanoTimestamps})`,
}

/** @param unit microseconds */
export function toEpoch(name: string, unit: bigint, summary: string): ScalarFunction {
  return {
    name,
    summary,
    bind: signature({ takes: [moment], gives: longType, exact: true }),
    evaluate: ([time]) => floorDiv(time as bigint, unit),
  }
}

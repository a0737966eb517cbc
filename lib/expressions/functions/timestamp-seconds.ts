import type { Micros, SqlValue } from '../../types/data-type.ts'
import { timestampType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { datetimeOverflow } from './datetime/datetime-errors.ts'
import { arithmeticOverflow } from './numeric/arithmetic-errors.ts'
import { powerOfTen } from './numeric/decimal.ts'

const checked = (micros: Micros) => {
  if (BigInt.asIntN(64, micros) !== micros) throw arithmeticOverflow(undefined, 'long overflow')
  return micros
}

export const timestampSeconds: ScalarFunction = {
  name: 'timestamp_seconds',
  summary: 'The timestamp a number of seconds, with fraction perhaps, after 1970.',
  bind: signature({
    takes: ['numeric'],
    exact: true,
    gives: timestampType,
    nullable: ([seconds]) => (seconds as Bound).nullable || ['float', 'double'].includes((seconds as Bound).type.kind),
  }),
  evaluate([value], call): SqlValue {
    const { type } = call.args[0] as Bound
    if (type.kind === 'decimal') {
      const scaled = (value as bigint) * 1_000_000n
      if (scaled % powerOfTen(type.scale) !== 0n) throw datetimeOverflow('Rounding necessary')
      return checked(scaled / powerOfTen(type.scale))
    }
    if (type.kind !== 'double' && type.kind !== 'float') return checked(BigInt(value as bigint) * 1_000_000n)
    const micros = (value as number) * 1_000_000
    if (!Number.isFinite(micros)) return null
    return BigInt.asIntN(
      64,
      BigInt(Math.trunc(Math.max(-9.223372036854775e18, Math.min(9.223372036854775e18, micros)))),
    )
  },
}

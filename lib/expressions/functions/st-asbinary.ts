import { MillraceError } from '../../errors.ts'
import { binaryType, stringType } from '../../types/types.ts'
import { castArgument, checkCount, exactArgument } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import { callText } from '../call-text.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { rewrittenWkb } from './geospatial/wkb.ts'

export const stAsbinary: ScalarFunction = {
  name: 'st_asbinary',
  summary: 'The well-known binary of a GEOMETRY or GEOGRAPHY: `NDR` with the lower bytes first, or `XDR`.',
  bind(given, plain) {
    checkCount(given, 1, 2, plain)
    const lowerFirst: Bound = { kind: 'literal', type: stringType, nullable: false, value: 'NDR' }
    const all = given.length === 2 ? given : [...given, lowerFirst]
    const text = callText(plain.name, all.map(boundText))
    const context = { ...plain, text }
    const geo = exactArgument(all[0] as Bound, 0, ['geography', 'geometry'], context)
    const order = castArgument(all[1] as Bound, 1, 'string', context)
    return { args: [geo, order], type: binaryType, nullable: geo.nullable || order.nullable, text }
  },
  evaluate([geo, order]) {
    const upper = (order as string).toUpperCase()
    const [, wkb] = geo as readonly [number, Uint8Array]
    if (upper === 'NDR' || upper === 'XDR') return upper === 'NDR' ? wkb : rewrittenWkb(wkb, false, false)
    throw new MillraceError(
      'ST_INVALID_ENDIANNESS_VALUE',
      `Endianness '${order}' must be either 'NDR' (little-endian) or 'XDR' (big-endian).`,
      { sqlState: '22023' },
    )
  },
}

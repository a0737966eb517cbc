import { intType } from '../../types/types.ts'
import { castArgument, checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import { callText } from '../call-text.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { sridArgument } from './geospatial/srid-argument.ts'
import { checkSrid } from './geospatial/srids.ts'
import { rewrittenWkb } from './geospatial/wkb.ts'

export const stGeomfromwkb: ScalarFunction = {
  name: 'st_geomfromwkb',
  summary: 'The GEOMETRY of well-known binary, of the spatial reference system 0 unless told otherwise.',
  bind(given, plain) {
    checkCount(given, 1, 2, plain)
    const zero: Bound = { kind: 'literal', type: intType, nullable: false, value: 0 }
    const all = given.length === 2 ? given : [...given, zero]
    const text = callText(plain.name, all.map(boundText))
    const context = { ...plain, text }
    const wkb = castArgument(all[0] as Bound, 0, 'binary', context)
    const srid = castArgument(all[1] as Bound, 1, 'int', context)
    const type = sridArgument(srid, 'geometry', context)
    return { args: [wkb, srid], type, nullable: wkb.nullable || srid.nullable, text }
  },
  evaluate([wkb, srid]) {
    checkSrid('geometry', srid as number)
    return [srid as number, rewrittenWkb(wkb as Uint8Array, true, false)]
  },
}

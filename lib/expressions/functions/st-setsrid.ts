import { castArgument, checkCount, exactArgument } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { sridArgument } from './geospatial/srid-argument.ts'
import { checkSrid } from './geospatial/srids.ts'

const kindOf = (kind: string) => (kind === 'geometry' ? 'geometry' : 'geography')

export const stSetsrid: ScalarFunction = {
  name: 'st_setsrid',
  summary: 'A GEOMETRY or GEOGRAPHY of another spatial reference system, its coordinates as they are.',
  bind(args, context) {
    checkCount(args, 2, 2, context)
    const geo = exactArgument(args[0] as Bound, 0, ['geography', 'geometry'], context)
    const srid = castArgument(args[1] as Bound, 1, 'int', context)
    const type = sridArgument(srid, kindOf(geo.type.kind), context)
    return { args: [geo, srid], type, nullable: geo.nullable || srid.nullable }
  },
  evaluate([geo, srid], call) {
    checkSrid(kindOf(call.type.kind), srid as number)
    return [srid as number, (geo as readonly [number, Uint8Array])[1]]
  },
}

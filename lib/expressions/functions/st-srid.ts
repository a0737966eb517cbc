import { intType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const stSrid: ScalarFunction = {
  name: 'st_srid',
  summary: 'The number of the spatial reference system of a GEOMETRY or GEOGRAPHY.',
  bind: signature({ takes: [['geography', 'geometry']], gives: intType, exact: true }),
  evaluate: ([geo]) => (geo as readonly [number, Uint8Array])[0],
}

import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { rewrittenWkb } from './geospatial/wkb.ts'

/** The system of geographies, WGS 84. */
const worldSystem = 4326

export const stGeogfromwkb: ScalarFunction = {
  name: 'st_geogfromwkb',
  summary: 'The GEOGRAPHY of well-known binary, whose coordinates are degrees.',
  bind: signature({ takes: ['binary'], gives: { kind: 'geography', srid: worldSystem } }),
  evaluate: ([wkb]) => [worldSystem, rewrittenWkb(wkb as Uint8Array, true, true)],
}

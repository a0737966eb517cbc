import { longType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { hllOf } from './sketches/hll-errors.ts'

export const hllSketchEstimate: ScalarFunction = {
  name: 'hll_sketch_estimate',
  summary: 'About how many different values a HyperLogLog sketch has seen.',
  bind: signature({ takes: ['binary'], gives: longType, exact: true }),
  evaluate: ([sketch], { name }) => BigInt(Math.floor(hllOf(sketch as Uint8Array, name).estimate() + 0.5)),
}

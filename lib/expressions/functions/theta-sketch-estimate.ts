import { longType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { estimateOf } from './sketches/hash-set.ts'
import { thetaOfBytes } from './sketches/read-sketch.ts'

export const thetaSketchEstimate: ScalarFunction = {
  name: 'theta_sketch_estimate',
  summary: 'About how many different values a Theta sketch has seen.',
  bind: signature({ takes: ['binary'], gives: longType, exact: true }),
  evaluate: ([sketch], { name }) => BigInt(Math.floor(estimateOf(thetaOfBytes(sketch as Uint8Array, name)) + 0.5)),
}

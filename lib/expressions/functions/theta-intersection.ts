import { binaryType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { thetaOfBytes } from './sketches/read-sketch.ts'
import { thetaBytes } from './sketches/theta-bytes.ts'
import { thetaIntersection as intersectionOf } from './sketches/theta-operations.ts'

export const thetaIntersection: ScalarFunction = {
  name: 'theta_intersection',
  summary: 'What is in both of two Theta sketches.',
  bind: signature({ takes: ['binary', 'binary'], gives: binaryType, exact: true }),
  evaluate([first, second], { name }) {
    const left = thetaOfBytes(first as Uint8Array, name)
    return thetaBytes(intersectionOf(left, thetaOfBytes(second as Uint8Array, name)))
  },
}

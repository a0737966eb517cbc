import { binaryType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { thetaOfBytes } from './sketches/read-sketch.ts'
import { thetaBytes } from './sketches/theta-bytes.ts'
import { thetaDifference as differenceOf } from './sketches/theta-operations.ts'

export const thetaDifference: ScalarFunction = {
  name: 'theta_difference',
  summary: 'What is in the first but not in the second of two Theta sketches.',
  bind: signature({ takes: ['binary', 'binary'], gives: binaryType, exact: true }),
  evaluate([first, second], { name }) {
    const left = thetaOfBytes(first as Uint8Array, name)
    return thetaBytes(differenceOf(left, thetaOfBytes(second as Uint8Array, name)))
  },
}

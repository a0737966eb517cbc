import { binaryType } from '../../types/types.ts'
import { defaultedSignature } from '../binder/defaulted-signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { thetaOfBytes } from './sketches/read-sketch.ts'
import { checkNominalBits, nominalBits } from './sketches/sketch-arguments.ts'
import { thetaBytes } from './sketches/theta-bytes.ts'
import { thetaUnion as unionOf } from './sketches/theta-operations.ts'

export const thetaUnion: ScalarFunction = {
  name: 'theta_union',
  summary:
    'What is in either of two Theta sketches, as a sketch of 2 to the power of the third argument hashes at most (12 unless given).',
  bind: defaultedSignature({ takes: ['binary', 'binary', 'int'], gives: binaryType, exact: true }, [`${nominalBits}`]),
  evaluate([first, second, bits = nominalBits], { name }) {
    const most = checkNominalBits(bits as number, name)
    const left = thetaOfBytes(first as Uint8Array, name)
    return thetaBytes(unionOf(left, thetaOfBytes(second as Uint8Array, name), most))
  },
}

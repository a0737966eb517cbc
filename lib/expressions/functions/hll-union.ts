import { binaryType } from '../../types/types.ts'
import { defaultedSignature } from '../binder/defaulted-signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { hllBytes } from './sketches/hll-bytes.ts'
import { checkSameSize, hllOf } from './sketches/hll-errors.ts'
import { HllSketch } from './sketches/hll-sketch.ts'
import { unionOf } from './sketches/hll-union.ts'

export const hllUnion: ScalarFunction = {
  name: 'hll_union',
  summary: 'Two HyperLogLog sketches in one; of different sizes only when the third argument is true.',
  bind: defaultedSignature({ takes: ['binary', 'binary', 'boolean'], gives: binaryType, exact: true }, ['false']),
  evaluate([first, second, allowed], { name }) {
    const left = hllOf(first as Uint8Array, name)
    const right = hllOf(second as Uint8Array, name)
    checkSameSize(left.k, right.k, allowed === true, name)
    const most = Math.min(left.k, right.k)
    const held = unionOf(new HllSketch(most), left, most, false)
    return hllBytes(unionOf(held, right, most, false))
  },
}

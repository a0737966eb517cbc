import { longType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const bitmapCount: ScalarFunction = {
  name: 'bitmap_count',
  summary: 'How many bits of a bitmap are set.',
  bind: signature({ takes: ['binary'], gives: longType, exact: true }),
  evaluate([bitmap]) {
    let count = 0
    for (let byte of bitmap as Uint8Array) for (; byte !== 0; byte &= byte - 1) count++
    return BigInt(count)
  },
}

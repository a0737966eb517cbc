import { intType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

function bitsOf(word: number): number {
  let count = 0
  for (let rest = word; rest !== 0; rest &= rest - 1) count++
  return count
}

export const bitCount: ScalarFunction = {
  name: 'bit_count',
  summary: 'How many bits of an integer, taken as one of 64 bits, or of a BOOLEAN are set.',
  bind: signature({ takes: [['integral', 'boolean']], gives: intType, exact: true }),
  evaluate([value]) {
    const bits = BigInt(value as bigint | boolean)
    return bitsOf(Number(BigInt.asIntN(32, bits))) + bitsOf(Number(BigInt.asIntN(32, bits >> 32n)))
  },
}

import { plainFunction } from './text/text-function.ts'

export const bin = plainFunction(
  { name: 'bin', summary: 'A number in binary digits, negative ones as 64 bits.', takes: ['long'] },
  (value: bigint) => BigInt.asUintN(64, value).toString(2),
)

import { hexOf } from './hash/padded-blocks.ts'
import { bytesOf } from './text/search-function.ts'
import { plainFunction } from './text/text-function.ts'

function hexText(value: bigint | string | Uint8Array): string {
  if (typeof value === 'bigint') return BigInt.asUintN(64, value).toString(16).toUpperCase()
  return hexOf(bytesOf(value)).toUpperCase()
}

export const hex = plainFunction(
  {
    name: 'hex',
    summary: 'A number, text (its UTF-8) or binary value in hexadecimal digits.',
    takes: [['long', 'binary', 'string']],
  },
  hexText,
)

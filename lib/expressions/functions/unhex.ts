import { binaryType } from '../../types/types.ts'
import { plainFunction } from './text/text-function.ts'

/** The bytes that hexadecimal digits stand for, an odd first one as if a 0 stood before it; null for anything else. */
export function bytesOfHex(text: string): Uint8Array | null {
  if (!/^[0-9a-fA-F]*$/.test(text)) return null
  const even = text.length % 2 === 0 ? text : `0${text}`
  return Uint8Array.from({ length: even.length / 2 }, (_, at) => Number.parseInt(even.slice(2 * at, 2 * at + 2), 16))
}

export const unhex = plainFunction(
  {
    name: 'unhex',
    summary: 'Hexadecimal digits as binary; null for anything else.',
    takes: ['string'],
    gives: binaryType,
    nullable: true,
  },
  bytesOfHex,
)

/** Comparing and searching strings and binary as bytes, for generated code: operands' `data`, `offset` and `length`. */

import { indexOfBytes } from '../../columnar/word-reads.ts'

/** Asks something of two runs of bytes. */
export type OfBytes<Answer> = (
  a: Uint8Array,
  aAt: number,
  aLength: number,
  b: Uint8Array,
  bAt: number,
  bLength: number,
) => Answer

/** Whether the bytes begin with others. */
export const startsWithBytes: OfBytes<boolean> = (a, aAt, aLength, b, bAt, bLength) => {
  if (bLength > aLength) return false
  for (let i = 0; i < bLength; i++) if (a[aAt + i] !== b[bAt + i]) return false
  return true
}

/** Whether two runs of bytes are the same. */
export const sameBytes: OfBytes<boolean> = (a, aAt, aLength, b, bAt, bLength) =>
  aLength === bLength && startsWithBytes(a, aAt, aLength, b, bAt, bLength)

/** Spark's order of strings and binary (unsigned bytes, a prefix first): negative, 0 or positive. */
export const orderBytes: OfBytes<number> = (a, aAt, aLength, b, bAt, bLength) => {
  const shared = Math.min(aLength, bLength)
  for (let i = 0; i < shared; i++) {
    const difference = (a[aAt + i] as number) - (b[bAt + i] as number)
    if (difference !== 0) return difference
  }
  return aLength - bLength
}

/** Whether the bytes end with others. */
export const endsWithBytes: OfBytes<boolean> = (a, aAt, aLength, b, bAt, bLength) =>
  bLength <= aLength && startsWithBytes(a, aAt + aLength - bLength, bLength, b, bAt, bLength)

/** Whether the bytes contain others. */
export const containsBytes: OfBytes<boolean> = (a, aAt, aLength, b, bAt, bLength) =>
  indexOfBytes(a, aAt, aLength, b, bAt, bLength) >= 0

/** Comparing strings and binary as bytes, for generated code: operands' `data`, `offset` and `length`, no decoding. */

/** Whether two runs of bytes are the same. */
export function sameBytes(
  a: Uint8Array,
  aAt: number,
  aLength: number,
  b: Uint8Array,
  bAt: number,
  bLength: number,
): boolean {
  if (aLength !== bLength) return false
  for (let i = 0; i < aLength; i++) if (a[aAt + i] !== b[bAt + i]) return false
  return true
}

/** Spark's order of strings and binary (unsigned bytes, a prefix first): negative, 0 or positive. */
export function orderBytes(
  a: Uint8Array,
  aAt: number,
  aLength: number,
  b: Uint8Array,
  bAt: number,
  bLength: number,
): number {
  const shared = Math.min(aLength, bLength)
  for (let i = 0; i < shared; i++) {
    const difference = (a[aAt + i] as number) - (b[bAt + i] as number)
    if (difference !== 0) return difference
  }
  return aLength - bLength
}

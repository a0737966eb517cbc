/** Questions about UTF-8 bytes that need no decoding, for generated code. */

/** Number of characters: bytes that do not continue one. */
export function characterCount(data: Uint8Array, at: number, length: number): number {
  let count = 0
  const end = at + length
  for (let i = at; i < end; i++) if (((data[i] as number) & 0xc0) !== 0x80) count++
  return count
}

/** Whether the bytes begin with others. */
export function startsWithBytes(
  a: Uint8Array,
  aAt: number,
  aLength: number,
  b: Uint8Array,
  bAt: number,
  bLength: number,
): boolean {
  if (bLength > aLength) return false
  for (let i = 0; i < bLength; i++) if (a[aAt + i] !== b[bAt + i]) return false
  return true
}

/** Whether the bytes end with others. */
export function endsWithBytes(
  a: Uint8Array,
  aAt: number,
  aLength: number,
  b: Uint8Array,
  bAt: number,
  bLength: number,
): boolean {
  return bLength <= aLength && startsWithBytes(a, aAt + aLength - bLength, bLength, b, bAt, bLength)
}

/** Whether the bytes contain others. */
export function containsBytes(
  a: Uint8Array,
  aAt: number,
  aLength: number,
  b: Uint8Array,
  bAt: number,
  bLength: number,
): boolean {
  if (bLength === 0) return true
  const first = b[bAt]
  const last = aAt + aLength - bLength
  for (let i = aAt; i <= last; i++) {
    if (a[i] === first && startsWithBytes(a, i, bLength, b, bAt, bLength)) return true
  }
  return false
}

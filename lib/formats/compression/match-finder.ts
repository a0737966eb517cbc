/** Finds repeated bytes for codecs of the LZ77 kind: one earlier place per hash of four bytes. */

const hashBits = 14
const farthest = 65_535

/** The four bytes at a place as one number. */
function word(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  )
}

/**
 * Calls `copy` for each repetition, in the order of the bytes: the literals from `literals` to `at` come first, then
 * `length` bytes that stand `distance` (at most 65,535) before `at`. Bytes behind the last repetition are literals.
 *
 * @param last no repetition begins at or behind it
 * @param end no repetition reaches behind it
 * @returns where the literals behind the last repetition begin
 */
export function findMatches(
  bytes: Uint8Array,
  last: number,
  end: number,
  copy: (literals: number, at: number, length: number, distance: number) => void,
): number {
  const places = new Int32Array(1 << hashBits).fill(-1)
  let literals = 0
  // Where nothing repeats, fewer and fewer places are tried.
  let misses = 0
  for (let at = 0; at < last; ) {
    const here = word(bytes, at)
    const slot = Math.imul(here, 0x9e3779b1) >>> (32 - hashBits)
    const before = places[slot] as number
    places[slot] = at
    if (before < 0 || at - before > farthest || word(bytes, before) !== here) {
      at += 1 + (misses++ >> 5)
      continue
    }
    let length = 4
    while (at + length < end && bytes[before + length] === bytes[at + length]) length++
    copy(literals, at, length, at - before)
    at += length
    literals = at
    misses = 0
  }
  return literals
}

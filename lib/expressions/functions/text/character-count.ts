/** How long UTF-8 bytes are as text, without decoding them, for generated code. */

/** Number of characters: bytes that do not continue one. */
export function characterCount(data: Uint8Array, at: number, length: number): number {
  let count = 0
  const end = at + length
  for (let i = at; i < end; i++) if (((data[i] as number) & 0xc0) !== 0x80) count++
  return count
}

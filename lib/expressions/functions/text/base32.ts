/** RFC 4648's base32 with padding. */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

export function toBase32(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let held = 0
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff
    bits += 8
    for (; bits >= 5; bits -= 5) text += alphabet[(held >> (bits - 5)) & 31]
  }
  if (bits > 0) text += alphabet[(held << (5 - bits)) & 31]
  return text.padEnd(Math.ceil(text.length / 8) * 8, '=')
}

/** Of all texts: small letters count, what is no digit does not, and padding ends it; bits that make no byte are left out. */
export function fromBase32(text: string): Uint8Array {
  const digits = (text.split('=', 1)[0] as string).toUpperCase().replace(/[^A-Z2-7]/g, '')
  // A digit alone makes a byte too, with bits of the one before it: Spark's decoder has it so.
  const alone = digits.length % 8 === 1 ? 1 : 0
  const bytes = new Uint8Array(Math.floor((digits.length * 5) / 8) + alone)
  let bits = 0
  let held = 0
  let at = 0
  for (const digit of digits) {
    held = ((held << 5) | alphabet.indexOf(digit)) & 0xfff
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes[at++] = held >> bits
  }
  if (alone) bytes[at] = (held >> 2) & 255
  return bytes
}

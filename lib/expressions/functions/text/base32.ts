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

/** @returns undefined for anything but whole groups of eight */
export function fromBase32(text: string): Uint8Array | undefined {
  const digits = text.replace(/=+$/, '')
  if (text.length % 8 !== 0 || !/^[A-Z2-7]*$/.test(digits)) return undefined
  if (text.length - digits.length > 6 || [1, 3, 6].includes(digits.length % 8)) return undefined
  const bytes = new Uint8Array(Math.floor((digits.length * 5) / 8))
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
  return bytes
}

/** Base64 of RFC 4648 without line breaks, as Spark 4 writes it; reading skips what is no digit, as Java's MIME decoder. */

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

export function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = bytes.subarray(at, at + 3)
    const group = (a << 16) | ((b ?? 0) << 8) | (c ?? 0)
    text += digits.charAt(group >> 18) + digits.charAt((group >> 12) & 63)
    text +=
      b === undefined ? '==' : digits.charAt((group >> 6) & 63) + (c === undefined ? '=' : digits.charAt(group & 63))
  }
  return text
}

/** @returns undefined when the last group is a lone digit */
export function fromBase64(text: string): Uint8Array | undefined {
  const bytes: number[] = []
  let group = 0
  let count = 0
  for (const symbol of text) {
    if (symbol === '=') break
    const digit = digits.indexOf(symbol)
    if (digit < 0) continue
    group = (group << 6) | digit
    if (++count % 4 === 0) {
      bytes.push((group >> 16) & 255, (group >> 8) & 255, group & 255)
      group = 0
    }
  }
  const rest = count % 4
  if (rest === 1) return undefined
  if (rest === 2) bytes.push((group >> 4) & 255)
  if (rest === 3) bytes.push((group >> 10) & 255, (group >> 2) & 255)
  return Uint8Array.from(bytes)
}

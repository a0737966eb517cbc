const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/** Java's URLDecoder: `+` is a blank, escapes are UTF-8; undefined when an escape is malformed. */
export function decodeUrl(text: string): string | undefined {
  if (/%(?![0-9a-fA-F]{2})/.test(text)) return undefined
  return text
    .replaceAll('+', ' ')
    .replace(/(?:%..)+/g, (escapes) =>
      utf8.decode(Uint8Array.from(escapes.slice(1).split('%'), (digits) => Number.parseInt(digits, 16))),
    )
}

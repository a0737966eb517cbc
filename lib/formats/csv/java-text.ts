/** Bytes as Java decodes UTF-8. */

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * The text of bytes. Ill-formed ones become U+FFFD: one for each half of a pair of surrogates, where browsers' decoders
 * give three.
 */
export function javaText(bytes: Uint8Array): string {
  const text = decoder.decode(bytes)
  if (!text.includes('\ufffd\ufffd\ufffd')) return text
  return decoder.decode(withoutSurrogates(bytes))
}

function withoutSurrogates(bytes: Uint8Array): Uint8Array {
  const clean = bytes.slice()
  for (let at = 0; at + 2 < clean.length; at++) {
    if (
      clean[at] !== 0xed ||
      ((clean[at + 1] as number) & 0xe0) !== 0xa0 ||
      ((clean[at + 2] as number) & 0xc0) !== 0x80
    )
      continue
    clean[at] = 0xef
    clean[at + 1] = 0xbf
    clean[at + 2] = 0xbd
    at += 2
  }
  return clean
}

import { utf8Function } from './text/valid-utf8.ts'

/** Not fatal: each malformed sequence becomes one U+FFFD, as the Unicode standard recommends. */
const lenient = new TextDecoder('utf-8', { ignoreBOM: true })

export const makeValidUtf8 = utf8Function(
  'make_valid_utf8',
  'The text of bytes in UTF-8, with U+FFFD for what is malformed.',
  (bytes) => lenient.decode(bytes),
)

import { MillraceError } from '../../errors.ts'
import { utf8Function } from './text/valid-utf8.ts'

export const validateUtf8 = utf8Function(
  'validate_utf8',
  'The text that bytes in UTF-8 are; raises INVALID_UTF8_STRING for others.',
  (bytes) => {
    const shown = Array.from(bytes, (byte) => `\\x${byte.toString(16).padStart(2, '0').toUpperCase()}`).join('')
    throw new MillraceError('INVALID_UTF8_STRING', `Invalid UTF8 byte sequence found in string: ${shown}.`, {
      sqlState: '22029',
      parameters: { str: shown },
    })
  },
)

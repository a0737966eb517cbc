/** The character sets that encode and decode know (Spark's `CharsetProvider`). */
import { utf8Of } from '../../../columnar/bytes.ts'
import { MillraceError } from '../../../errors.ts'

const names = ['iso-8859-1', 'us-ascii', 'utf-16', 'utf-16be', 'utf-16le', 'utf-32', 'utf-8']

function unknown(charset: string, functionName: string): MillraceError {
  return new MillraceError(
    'INVALID_PARAMETER_VALUE.CHARSET',
    `The value of parameter(s) \`charset\` in \`${functionName}\` is invalid: expects one of the ${names.join(', ')}, but got ${charset}.`,
    { sqlState: '22023' },
  )
}

function malformed(charset: string, functionName: string): MillraceError {
  return new MillraceError(
    'MALFORMED_CHARACTER_CODING',
    `Invalid value found when performing \`${functionName}\` with ${charset}`,
    { sqlState: '22000' },
  )
}

/** @throws INVALID_PARAMETER_VALUE.CHARSET, MALFORMED_CHARACTER_CODING for characters that it does not have */
export function encodeText(text: string, charset: string): Uint8Array {
  switch (charset.toLowerCase()) {
    case 'utf-8':
      return utf8Of(text)
    case 'us-ascii':
      return narrow(text, 0x7f, charset)
    case 'iso-8859-1':
      return narrow(text, 0xff, charset)
    case 'utf-16':
      // Java writes a mark of the order of bytes, but not for nothing.
      return text === '' ? new Uint8Array(0) : units(`\ufeff${text}`, false)
    case 'utf-16be':
      return units(text, false)
    case 'utf-16le':
      return units(text, true)
    case 'utf-32': {
      const symbols = [...text]
      const view = new DataView(new ArrayBuffer(symbols.length * 4))
      for (const [at, symbol] of symbols.entries()) view.setUint32(at * 4, symbol.codePointAt(0) as number)
      return new Uint8Array(view.buffer)
    }
    default:
      throw unknown(charset, 'encode')
  }
}

function narrow(text: string, largest: number, charset: string): Uint8Array {
  return Uint8Array.from(text, (symbol) => {
    const code = symbol.codePointAt(0) as number
    if (code > largest) throw malformed(charset, 'encode')
    return code
  })
}

function units(text: string, littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(text.length * 2))
  for (let at = 0; at < text.length; at++) view.setUint16(at * 2, text.charCodeAt(at), littleEndian)
  return new Uint8Array(view.buffer)
}

/** @throws INVALID_PARAMETER_VALUE.CHARSET, MALFORMED_CHARACTER_CODING */
export function decodeText(bytes: Uint8Array, charset: string): string {
  switch (charset.toLowerCase()) {
    case 'utf-8':
      return decoded(bytes, 'utf-8', charset)
    case 'us-ascii':
      if (bytes.some((byte) => byte > 0x7f)) throw malformed(charset, 'decode')
      return symbols(bytes)
    case 'iso-8859-1':
      return symbols(bytes)
    case 'utf-16':
      return decodedUtf16(bytes, charset)
    case 'utf-16be':
      return decoded(bytes, 'utf-16be', charset)
    case 'utf-16le':
      return decoded(bytes, 'utf-16le', charset)
    case 'utf-32':
      return decodedUtf32(bytes, charset)
    default:
      throw unknown(charset, 'decode')
  }
}

const symbols = (bytes: Uint8Array) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')

function decoded(bytes: Uint8Array, encoding: string, charset: string): string {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw malformed(charset, 'decode')
  }
}

/** The order of bytes as a mark says, else the higher first. */
function decodedUtf16(bytes: Uint8Array, charset: string): string {
  const mark = bytes.length < 2 ? 0 : ((bytes[0] as number) << 8) | (bytes[1] as number)
  const marked = mark === 0xfeff || mark === 0xfffe
  return decoded(marked ? bytes.subarray(2) : bytes, mark === 0xfffe ? 'utf-16le' : 'utf-16be', charset)
}

function decodedUtf32(bytes: Uint8Array, charset: string): string {
  if (bytes.length % 4 !== 0) throw malformed(charset, 'decode')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const littleEndian = bytes.length > 0 && view.getUint32(0) === 0xfffe0000
  let text = ''
  for (let at = 0; at < bytes.length; at += 4) {
    const code = view.getUint32(at, littleEndian)
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) throw malformed(charset, 'decode')
    if (at > 0 || code !== 0xfeff) text += String.fromCodePoint(code)
  }
  return text
}

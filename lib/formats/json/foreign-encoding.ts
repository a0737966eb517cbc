/** Records that are not in UTF-8: Jackson finds UTF-16 and UTF-32 by a record's first four bytes, so Spark reads them. */
import { utf8Of } from '../../columnar/bytes.ts'
import { JsonFailure } from './json-cursor.ts'

/** How a record's characters are laid out. `mark` is the length of its byte order mark. */
export interface ForeignEncoding {
  readonly bytes: 2 | 4
  readonly bigEndian: boolean
  readonly mark: number
}

/**
 * The encoding of `bytes[from … end-1]`, undefined for UTF-8 (`ByteSourceJsonBootstrapper.detectEncoding`).
 *
 * @throws JsonFailure for the two byte orders of UCS-4 that nobody supports
 */
export function foreignEncoding(bytes: Uint8Array, from: number, end: number): ForeignEncoding | undefined {
  const a = bytes[from] as number
  const b = bytes[from + 1] as number
  // Almost every record begins with a bracket and something printable.
  if (end - from < 2 || (a !== 0 && b !== 0 && a < 0xfe)) return undefined
  if (end - from >= 4) {
    const quad = ((a << 24) | (b << 16) | ((bytes[from + 2] as number) << 8) | (bytes[from + 3] as number)) >>> 0
    if (quad === 0xfeff) return { bytes: 4, bigEndian: true, mark: 4 }
    if (quad === 0xfffe0000) return { bytes: 4, bigEndian: false, mark: 4 }
    if (quad === 0xfffe || quad === 0xfeff0000) unsupported(from)
    if (quad >>> 16 === 0xfeff) return { bytes: 2, bigEndian: true, mark: 2 }
    if (quad >>> 16 === 0xfffe) return { bytes: 2, bigEndian: false, mark: 2 }
    if (quad >>> 8 === 0) return { bytes: 4, bigEndian: true, mark: 0 }
    if ((quad & 0x00ffffff) === 0) return { bytes: 4, bigEndian: false, mark: 0 }
    if ((quad & ~0x00ff0000) === 0 || (quad & ~0x0000ff00) === 0) unsupported(from)
  }
  if (a === 0) return { bytes: 2, bigEndian: true, mark: 0 }
  return b === 0 ? { bytes: 2, bigEndian: false, mark: 0 } : undefined
}

function unsupported(at: number): never {
  throw new JsonFailure('Unsupported UCS-4 endianness detected', at)
}

/** The record in UTF-8; what is no character becomes U+FFFD. */
export function transcodedRecord(bytes: Uint8Array, from: number, end: number, encoding: ForeignEncoding): Uint8Array {
  const record = bytes.subarray(from + encoding.mark, end)
  if (encoding.bytes === 2)
    return utf8Of(new TextDecoder(encoding.bigEndian ? 'utf-16be' : 'utf-16le', { ignoreBOM: true }).decode(record))
  const view = new DataView(record.buffer, record.byteOffset, record.length)
  let text = ''
  for (let at = 0; at + 4 <= record.length; at += 4) {
    const code = view.getUint32(at, !encoding.bigEndian)
    text += code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code)
  }
  return utf8Of(text)
}

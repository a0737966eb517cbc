/**
 * Files in other encodings than UTF-8. Everything behind this works on UTF-8: reading wraps the function that reads bytes,
 * writing turns finished UTF-8 into the file's encoding. Names are Java's charset names, without case.
 */
import { utf8Of } from '../columnar/bytes.ts'
import { MillraceError } from '../errors.ts'
import type { ReadBytes } from './chunks.ts'

/** Bytes to text, piece by piece; the last piece has `last`. */
type Decode = (bytes: Uint8Array, last: boolean) => string

/** A character set of Java's, as far as it is known here. */
interface Charset {
  readonly decoder: () => Decode
  /** Bytes of a text; what the set does not have becomes `?`. `first`: nothing was written before (for byte order marks). */
  readonly encode: (text: string, first: boolean) => Uint8Array
}

const inputBytes = 1 << 16

/**
 * Wraps a function that reads a file's bytes into one that gives its text as UTF-8. Positions are those of the UTF-8 and
 * must be asked for in order, from 0 on. A byte order mark is dropped, ill-formed input becomes U+FFFD, as in Java.
 *
 * @throws MILLRACE_UNSUPPORTED_ENCODING
 */
export function transcoded(read: ReadBytes, encoding: string): ReadBytes {
  const decode = charset(encoding).decoder()
  const input = new Uint8Array(inputBytes)
  let consumed = 0
  let ended = false
  let ready: Uint8Array = new Uint8Array(0)
  return (target) => {
    while (ready.length === 0 && !ended) {
      const count = read(input, consumed)
      consumed += count
      ended = count === 0
      ready = utf8Of(decode(input.subarray(0, count), ended))
    }
    const given = Math.min(target.length, ready.length)
    target.set(ready.subarray(0, given))
    ready = ready.subarray(given)
    return given
  }
}

/**
 * Text in an encoding.
 *
 * @param first whether it begins a file: UTF-16 and UTF-32 then begin with a byte order mark
 * @throws MILLRACE_UNSUPPORTED_ENCODING
 */
export function encodedText(text: string, encoding: string, first = false): Uint8Array {
  return charset(encoding).encode(text, first)
}

/** @throws MILLRACE_UNSUPPORTED_ENCODING */
export function checkEncoding(encoding: string): void {
  charset(encoding)
}

function charset(name: string): Charset {
  switch (name.toUpperCase().replace(/_/g, '-')) {
    case 'UTF-8':
    case 'UTF8':
      return { decoder: () => streaming('utf-8'), encode: utf8Of }
    case 'UTF-16LE':
      return { decoder: () => streaming('utf-16le'), encode: (text) => utf16(text, true, false) }
    case 'UTF-16BE':
      return { decoder: () => streaming('utf-16be'), encode: (text) => utf16(text, false, false) }
    case 'UTF-16':
      return { decoder: () => marked(2), encode: (text, first) => utf16(text, false, first) }
    case 'UTF-32LE':
      return { decoder: () => utf32(true), encode: (text) => utf32Bytes(text, true) }
    case 'UTF-32BE':
      return { decoder: () => utf32(false), encode: (text) => utf32Bytes(text, false) }
    case 'UTF-32':
      return { decoder: () => marked(4), encode: (text) => utf32Bytes(text, false) }
    case 'ISO-8859-1':
    case 'ISO8859-1':
    case 'LATIN1':
    case 'LATIN-1':
      return { decoder: () => singleBytes(255), encode: (text) => below(text, 255) }
    case 'US-ASCII':
    case 'ASCII':
      return { decoder: () => singleBytes(127), encode: (text) => below(text, 127) }
  }
  return webCharset(name)
}

function streaming(label: string): Decode {
  const decoder = new TextDecoder(label)
  // Never a whole text in one call: there Node 20 takes windows-1252 for ISO-8859-1.
  return (bytes, last) => {
    const text = decoder.decode(bytes, { stream: true })
    return last ? text + decoder.decode() : text
  }
}

/** Encodings that browsers know by name; those of one byte a character can be written too. */
function webCharset(name: string): Charset {
  const label = name.replace(/^cp(?=125\d$)/i, 'windows-')
  try {
    new TextDecoder(label)
  } catch (cause) {
    throw new MillraceError(
      'MILLRACE_UNSUPPORTED_ENCODING',
      `The encoding is not known; use UTF-8, UTF-16, UTF-16LE, UTF-16BE, UTF-32, ISO-8859-1, US-ASCII or windows-1252: ${name}`,
      { parameters: { encoding: name }, cause },
    )
  }
  return { decoder: () => streaming(label), encode: (text) => singleByteText(text, label, name) }
}

function singleByteText(text: string, label: string, name: string): Uint8Array {
  const codes = new Map<string, number>()
  for (let byte = 255; byte >= 0; byte--) {
    const unit = streaming(label)(Uint8Array.of(byte), true)
    if (unit.length === 1 && unit !== '\ufffd') codes.set(unit, byte)
  }
  if (codes.size < 200) {
    throw new MillraceError(
      'MILLRACE_UNSUPPORTED_ENCODING',
      `Files cannot be written in this encoding; use UTF-8: ${name}`,
      {
        parameters: { encoding: name },
      },
    )
  }
  return Uint8Array.from(text, (unit) => codes.get(unit) ?? 63)
}

const singleBytes =
  (highest: number): Decode =>
  (bytes) => {
    let text = ''
    for (const byte of bytes) text += byte > highest ? '\ufffd' : String.fromCharCode(byte)
    return text
  }

/** `Array.from` walks code points, so a pair of surrogates is one question mark. */
const below = (text: string, highest: number): Uint8Array =>
  Uint8Array.from(
    Array.from(text, (one) => one.codePointAt(0) as number),
    (code) => (code > highest ? 63 : code),
  )

function utf16(text: string, littleEndian: boolean, mark: boolean): Uint8Array {
  const bytes = new Uint8Array(2 * text.length + (mark ? 2 : 0))
  const view = new DataView(bytes.buffer)
  let at = 0
  if (mark) {
    view.setUint16(0, 0xfeff, littleEndian)
    at = 2
  }
  for (let i = 0; i < text.length; i++, at += 2) view.setUint16(at, text.charCodeAt(i), littleEndian)
  return bytes
}

function utf32Bytes(text: string, littleEndian: boolean): Uint8Array {
  const codes = Array.from(text, (one) => one.codePointAt(0) as number)
  const bytes = new Uint8Array(4 * codes.length)
  const view = new DataView(bytes.buffer)
  codes.forEach((code, i) => {
    view.setUint32(4 * i, code, littleEndian)
  })
  return bytes
}

function utf32(littleEndian: boolean, carried: Uint8Array = new Uint8Array(0)): Decode {
  let rest = carried
  let first = true
  return (bytes, last) => {
    const all = joined(rest, bytes)
    const view = new DataView(all.buffer, all.byteOffset, all.length)
    const whole = all.length & ~3
    let text = ''
    for (let at = 0; at < whole; at += 4) {
      const code = view.getUint32(at, littleEndian)
      if (!first || code !== 0xfeff) text += code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code)
      first = false
    }
    rest = all.slice(whole)
    return last && rest.length > 0 ? `${text}\ufffd` : text
  }
}

/** UTF-16 and UTF-32 without an order in their name: as the mark says, else big endian. */
function marked(width: 2 | 4): Decode {
  let decode: Decode | undefined
  let head: Uint8Array = new Uint8Array(0)
  return (bytes, last) => {
    if (decode !== undefined) return decode(bytes, last)
    head = joined(head, bytes)
    if (head.length < width && !last) return ''
    const little = head[0] === 0xff && head[1] === 0xfe
    if (width === 4) decode = utf32(little)
    else decode = streaming(little ? 'utf-16le' : 'utf-16be')
    return decode(head, last)
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b.slice()
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}

/** Bytes in JSON strings as Jackson reads them: base64 of the MIME alphabet, blanks left out, padding needed. */
import type { JsonCursor } from './json-cursor.ts'

/** The rest of a string whose opening quote is taken, decoded. @throws what the cursor fails with */
export function takeBase64(cursor: JsonCursor): Uint8Array {
  const out: number[] = []
  for (;;) {
    let byte = cursor.take()
    while (byte <= 32) byte = cursor.take()
    if (byte === 34) return Uint8Array.from(out)
    const first = byte === 92 ? escapedSextet(cursor, 0) : sextet(byte)
    if (first === -3) continue
    if (first < 0) cursor.fail('Illegal character in base64 content')
    const second = sextetOf(cursor, 1)
    if (second < 0) cursor.fail('Illegal character in base64 content')
    const bits = (first << 6) | second
    const third = sextetOf(cursor, 2)
    if (third === -2) {
      // "==": the second sign must follow.
      if (cursor.take() !== 61) cursor.fail('expected padding character')
      out.push(bits >> 4)
      continue
    }
    if (third < 0) cursor.fail('Illegal character in base64 content')
    const fourth = sextetOf(cursor, 3)
    if (fourth === -1) cursor.fail('Illegal character in base64 content')
    const more = (bits << 6) | third
    if (fourth === -2) out.push(more >> 10, (more >> 2) & 255)
    else out.push(more >> 10, (more >> 2) & 255, ((third << 6) | fourth) & 255)
  }
}

/** -2: padding. A closing quote where padding is missing stays untaken. */
function sextetOf(cursor: JsonCursor, index: number): number {
  const byte = cursor.take()
  if (byte === 92) return escapedSextet(cursor, index)
  if (byte === 34 && index > 1) {
    cursor.at--
    cursor.fail('Unexpected end of base64-encoded String: expected padding')
  }
  return sextet(byte)
}

function escapedSextet(cursor: JsonCursor, index: number): number {
  const unit = cursor.takeEscape()
  if (unit <= 32 && index === 0) return -3
  return sextet(unit)
}

/** -1: not base64, -2: padding. */
function sextet(code: number): number {
  if (code >= 65 && code <= 90) return code - 65
  if (code >= 97 && code <= 122) return code - 71
  if (code >= 48 && code <= 57) return code + 4
  if (code === 43) return 62
  if (code === 47) return 63
  return code === 61 ? -2 : -1
}

/** A string without escapes, decoded; undefined when it is not base64. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const clean = text.replace(/[\0- ]/g, '')
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(clean)) return undefined
  return Uint8Array.from(atob(clean), (unit) => unit.charCodeAt(0))
}

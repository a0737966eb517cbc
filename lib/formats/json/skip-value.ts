/**
 * Steps over JSON in bytes, checked: what the fast scanners need besides the columns' own values. All of it accepts less
 * than Spark does and says -1 for the rest, which then goes to the full byte parser.
 *
 * `bytes` must have a byte below 32 (a line end) behind the record, where every loop stops.
 */

/** Nesting that is stepped over here; deeper records go to the full byte parser, which knows the limit. */
export const maxSkippedDepth = 32

/** Jackson's limit of a name, in bytes: one of more is malformed, or not accepted here. maxStringLen is for values only. */
export const longestName = 50_000

/** Position behind the well-formed UTF-8 sequence that begins at `at` with a byte above 127; -1 if it is not one. */
export function skipMultiByte(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number
  const second = bytes[at + 1] as number
  if ((second & 0xc0) !== 0x80) return -1
  if (first < 0xe0) return first < 0xc2 ? -1 : at + 2
  if (((bytes[at + 2] as number) & 0xc0) !== 0x80) return -1
  if (first < 0xf0) {
    if ((first === 0xe0 && second < 0xa0) || (first === 0xed && second > 0x9f)) return -1
    return at + 3
  }
  if (((bytes[at + 3] as number) & 0xc0) !== 0x80 || first > 0xf4) return -1
  return (first === 0xf0 && second < 0x90) || (first === 0xf4 && second > 0x8f) ? -1 : at + 4
}

/** Position behind the closing quote of the string whose text begins at `at`; -1 if it is not well formed. */
export function skipString(bytes: Uint8Array, from: number): number {
  let at = from
  for (;;) {
    const byte = bytes[at] as number
    if (byte === 34) return at + 1
    if (byte === 92) {
      at = skipEscape(bytes, at + 1)
      if (at < 0) return -1
    } else if (byte < 32) return -1
    else if (byte < 128) at++
    else {
      at = skipMultiByte(bytes, at)
      if (at < 0) return -1
    }
  }
}

function skipEscape(bytes: Uint8Array, at: number): number {
  switch (bytes[at]) {
    case 34:
    case 47:
    case 92:
    case 98:
    case 102:
    case 110:
    case 114:
    case 116:
      return at + 1
    case 117:
      return hexUnit(bytes, at + 1) < 0 ? -1 : at + 5
    default:
      return -1
  }
}

/** The UTF-16 unit of four hexadecimal digits, -1 if they are not. */
export function hexUnit(bytes: Uint8Array, at: number): number {
  let value = 0
  for (let i = 0; i < 4; i++) {
    const byte = bytes[at + i] as number
    const lower = byte | 32
    if (byte >= 48 && byte <= 57) value = (value << 4) | (byte - 48)
    else if (lower >= 97 && lower <= 102) value = (value << 4) | (lower - 87)
    else return -1
  }
  return value
}

/** Position behind the number that begins at `from`, -1 if it is not one or has very many digits. */
export function skipNumber(bytes: Uint8Array, from: number): number {
  let at = bytes[from] === 45 ? from + 1 : from
  const first = bytes[at] as number
  if (first < 48 || first > 57) return -1
  at = first === 48 ? at + 1 : skipDigits(bytes, at)
  if (bytes[at] === 46) {
    const fraction = at + 1
    at = skipDigits(bytes, fraction)
    if (at === fraction) return -1
  }
  if (((bytes[at] as number) | 32) === 101) {
    at++
    if (bytes[at] === 43 || bytes[at] === 45) at++
    const exponent = at
    at = skipDigits(bytes, exponent)
    if (at === exponent) return -1
  }
  return at - from > 300 ? -1 : at
}

function skipDigits(bytes: Uint8Array, from: number): number {
  let at = from
  for (;;) {
    const byte = bytes[at] as number
    if (byte < 48 || byte > 57) return at
    at++
  }
}

function skipBlanks(bytes: Uint8Array, from: number): number {
  let at = from
  while (bytes[at] === 32 || bytes[at] === 9) at++
  return at
}

const littleTrue = 0x65757274
const littleNull = 0x6c6c756e
const littleAlse = 0x65736c61

/** Position behind true, false or null at `at`, else -1. */
export function skipWord(bytes: Uint8Array, view: DataView, at: number): number {
  const word = view.getInt32(at, true)
  if (word === littleTrue || word === littleNull) return at + 4
  return bytes[at] === 102 && view.getInt32(at + 1, true) === littleAlse ? at + 5 : -1
}

/** Position behind the value of any kind that begins at `from`, -1 if it is malformed, odd or deep. */
export function skipValue(bytes: Uint8Array, view: DataView, from: number): number {
  const first = bytes[from] as number
  if (first === 123 || first === 91) return skipStructure(bytes, view, from)
  return skipScalar(bytes, view, from, first)
}

function skipScalar(bytes: Uint8Array, view: DataView, at: number, first: number): number {
  if (first === 34) return skipString(bytes, at + 1)
  if (first === 45 || (first >= 48 && first <= 57)) return skipNumber(bytes, at)
  return skipWord(bytes, view, at)
}

/** Brackets: one bit per open level tells objects from arrays. */
function skipStructure(bytes: Uint8Array, view: DataView, from: number): number {
  let objects = 0
  let depth = 0
  let at = from
  // Each turn stands at the first byte of a value.
  for (;;) {
    const byte = bytes[at] as number
    if (byte === 123 || byte === 91) {
      if (++depth >= maxSkippedDepth) return -1
      const object = byte === 123
      objects = (objects << 1) | (object ? 1 : 0)
      at = skipBlanks(bytes, at + 1)
      if (bytes[at] !== byte + 2) {
        if (object) at = skipName(bytes, at)
        if (at < 0) return -1
        continue
      }
      at++
      depth--
      objects >>>= 1
    } else {
      at = skipScalar(bytes, view, at, byte)
      if (at < 0) return -1
    }
    // Behind a value: a comma, or brackets that close.
    for (;;) {
      if (depth === 0) return at
      at = skipBlanks(bytes, at)
      const next = bytes[at] as number
      const object = (objects & 1) === 1
      if (next === 44) {
        at = skipBlanks(bytes, at + 1)
        if (object) at = skipName(bytes, at)
        if (at < 0) return -1
        break
      }
      if (next !== (object ? 125 : 93)) return -1
      at++
      depth--
      objects >>>= 1
    }
  }
}

/** From a name's opening quote to the first byte of its value. Names with escapes may be odd, so they are not accepted. */
function skipName(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== 34) return -1
  let end = at + 1
  for (;;) {
    const byte = bytes[end] as number
    if (byte === 34) break
    if (byte === 92 || byte < 32) return -1
    end = byte < 128 ? end + 1 : skipMultiByte(bytes, end)
    if (end < 0) return -1
  }
  if (end - at > longestName) return -1
  end = skipBlanks(bytes, end + 1)
  return bytes[end] === 58 ? skipBlanks(bytes, end + 1) : -1
}

/**
 * The shape of a record: its keys in their order, the blanks between them and the kinds of its values. Files are written
 * by programs, so most records of a file have one of a few shapes, and a scanner made for a shape only compares.
 */
import { maxLongDigits } from '../../columnar/layout.ts'
import type { DataType } from '../../types/data-type.ts'
import { skipMultiByte, skipNumber, skipString, skipWord } from './skip-value.ts'

export type ValueKind = 'string' | 'number' | 'boolean' | 'null'

/** One value, and the bytes that stand before it (the opening quote of a string included). */
export interface TemplatePart {
  readonly literal: Uint8Array
  readonly kind: ValueKind
  /** Position of the wanted column; -1: the value is stepped over. */
  readonly column: number
}

export interface Template {
  readonly parts: readonly TemplatePart[]
  /** From the last value to the closing brace. */
  readonly tail: Uint8Array
  /** Equal for equal shapes. */
  readonly key: string
}

/** A shape of more values than this is not worth the code. */
const maxParts = 48

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * The shape of the record at `from`; undefined for nested, odd or malformed ones, and for values that the columns do not
 * take as they stand.
 *
 * @param columns wanted columns by name
 * @param types of the wanted columns, by position; undefined for those that only the general way can read
 */
export function learnTemplate(
  bytes: Uint8Array,
  view: DataView,
  from: number,
  columns: ReadonlyMap<string, number>,
  types: readonly (DataType | undefined)[],
): Template | undefined {
  const parts: TemplatePart[] = []
  const names = new Set<string>()
  let at = blanks(bytes, from)
  let literalFrom = from
  if (bytes[at++] !== 123) return undefined
  for (;;) {
    at = blanks(bytes, at)
    if (bytes[at] === 125 && parts.length === 0) break
    const nameEnd = bytes[at] === 34 ? plainNameEnd(bytes, at + 1) : -1
    if (nameEnd < 0) return undefined
    const name = decoder.decode(bytes.subarray(at + 1, nameEnd))
    if (names.has(name) || parts.length === maxParts) return undefined
    names.add(name)
    at = blanks(bytes, nameEnd + 1)
    if (bytes[at] !== 58) return undefined
    at = blanks(bytes, at + 1)
    const kind = kindAt(bytes[at] as number)
    if (kind === undefined) return undefined
    const column = columns.get(name) ?? -1
    if (column >= 0 && !takes(types[column], kind)) return undefined
    parts.push({ literal: bytes.slice(literalFrom, kind === 'string' ? at + 1 : at), kind, column })
    at = valueEnd(bytes, view, at, kind)
    if (at < 0) return undefined
    literalFrom = at
    at = blanks(bytes, at)
    if (bytes[at] === 125) break
    if (bytes[at++] !== 44) return undefined
  }
  const tail = bytes.slice(literalFrom, at + 1)
  const texts = parts.map(({ literal, kind }) => `${decoder.decode(literal)}${kind}`)
  return { parts, tail, key: `${texts.join('\0')}\0${decoder.decode(tail)}` }
}

function blanks(bytes: Uint8Array, from: number): number {
  let at = from
  while (bytes[at] === 32 || bytes[at] === 9) at++
  return at
}

function plainNameEnd(bytes: Uint8Array, from: number): number {
  let at = from
  for (;;) {
    const byte = bytes[at] as number
    if (byte === 34) return at
    if (byte === 92 || byte < 32) return -1
    at = byte < 128 ? at + 1 : skipMultiByte(bytes, at)
    if (at < 0) return -1
  }
}

function kindAt(byte: number): ValueKind | undefined {
  if (byte === 34) return 'string'
  if (byte === 45 || (byte >= 48 && byte <= 57)) return 'number'
  if (byte === 116 || byte === 102) return 'boolean'
  return byte === 110 ? 'null' : undefined
}

/** Behind the value, a string's closing quote included. */
function valueEnd(bytes: Uint8Array, view: DataView, at: number, kind: ValueKind): number {
  if (kind === 'string') return skipString(bytes, at + 1)
  return kind === 'number' ? skipNumber(bytes, at) : skipWord(bytes, view, at)
}

function takes(type: DataType | undefined, kind: ValueKind): boolean {
  if (type === undefined) return false
  if (kind === 'null') return true
  switch (type.kind) {
    case 'string':
    case 'char':
    case 'varchar':
    case 'timestamp':
    case 'timestamp_ntz':
    case 'date':
      return kind === 'string'
    case 'byte':
    case 'short':
    case 'int':
    case 'long':
    case 'float':
    case 'double':
      return kind === 'number'
    case 'decimal':
      return kind === 'number' && type.precision <= maxLongDigits
    case 'boolean':
      return kind === 'boolean'
    default:
      return false
  }
}

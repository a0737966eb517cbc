/**
 * Values of nested types straight out of bytes, for the general scanner. Accepts less than the full byte parser: what a
 * reader refuses (`at` is -1 then) sends the whole record there.
 */

import { utf8Of } from '../../columnar/bytes.ts'
import type { DataType, Field, SqlValue } from '../../types/data-type.ts'
import { converterOf, rawTextOfFiles, wellFormed } from './converters.ts'
import { JsonFailure } from './json-cursor.ts'
import { JsonTokens } from './json-tokens.ts'
import { bigintAt, doubleAt } from './number-bytes.ts'
import type { JsonReadOptions } from './options.ts'
import { PartialValue } from './partial-value.ts'
import { longestName, skipNumber, skipString, skipValue, skipWord } from './skip-value.ts'

/** Where a reader stands: at the first byte of a value before, behind its last one after. */
export interface FastCursor {
  bytes: Uint8Array
  view: DataView
  at: number
}

export type FastReader = (cursor: FastCursor) => SqlValue

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** The reader of a type; nulls included. */
export function fastReader(type: DataType, options: JsonReadOptions): FastReader {
  const read = readerOf(type, options)
  // A variant can be JSON's null.
  if (type.kind === 'variant') return read
  return (cursor) => {
    const { bytes, view, at } = cursor
    if (bytes[at] !== 110) return read(cursor)
    cursor.at = view.getInt32(at, true) === 0x6c6c756e ? at + 4 : -1
    return null
  }
}

function readerOf(type: DataType, options: JsonReadOptions): FastReader {
  switch (type.kind) {
    case 'struct':
      return structReader(type.fields, options)
    case 'array':
      return arrayReader(fastReader(type.element, options))
    case 'map':
      return mapReader(fastReader(type.value, options))
    case 'string':
    case 'char':
    case 'varchar':
      return rawTextOfFiles(options) === 'exact' ? readString : readPlainString
    case 'short':
      return integerReader(32767)
    case 'int':
      return integerReader(2147483647)
    case 'long':
      return readLong
    case 'float':
    case 'double':
      return floatReader(type.kind === 'float')
    case 'boolean':
      return readBoolean
    default:
      return tokenReader(type, options)
  }
}

function refuse(cursor: FastCursor): null {
  cursor.at = -1
  return null
}

function blanks(bytes: Uint8Array, from: number): number {
  let at = from
  while (bytes[at] === 32 || bytes[at] === 9) at++
  return at
}

/** ASCII of up to 16 bytes without the decoder, which takes longer than that. */
function textAt(bytes: Uint8Array, from: number, end: number): string {
  if (end - from > 16) return decoder.decode(bytes.subarray(from, end))
  let text = ''
  for (let at = from; at < end; at++) {
    const byte = bytes[at] as number
    if (byte > 127) return decoder.decode(bytes.subarray(from, end))
    text += String.fromCharCode(byte)
  }
  return text
}

/** The text of the string whose opening quote is at `cursor.at`. */
function stringAt(cursor: FastCursor): string {
  const { bytes, at } = cursor
  const end = skipString(bytes, at + 1)
  cursor.at = end
  if (end < 0) return ''
  const backslash = bytes.subarray(at, end).indexOf(92)
  if (backslash < 0) return textAt(bytes, at + 1, end - 1)
  return wellFormed(JSON.parse(decoder.decode(bytes.subarray(at, end))) as string)
}

/** Anything but a string is its own text. */
function readString(cursor: FastCursor): SqlValue {
  const { bytes, view, at } = cursor
  if (bytes[at] === 34) return stringAt(cursor)
  cursor.at = skipValue(bytes, view, at)
  return cursor.at < 0 ? null : textAt(bytes, at, cursor.at)
}

/** Where other text is written anew, only strings are read here. */
function readPlainString(cursor: FastCursor): SqlValue {
  return cursor.bytes[cursor.at] === 34 ? stringAt(cursor) : refuse(cursor)
}

function integerEnd({ bytes, at }: FastCursor): number {
  const end = skipNumber(bytes, at)
  for (let i = at; i < end; i++) {
    const byte = bytes[i] as number
    if (byte === 46 || (byte | 32) === 101) return -1
  }
  return end
}

function integerReader(limit: number): FastReader {
  return (cursor) => {
    const { bytes, at } = cursor
    const end = integerEnd(cursor)
    const value = end < 0 ? Number.NaN : doubleAt(bytes, at, end)
    cursor.at = value <= limit && value >= -limit - 1 ? end : -1
    return value
  }
}

function readLong(cursor: FastCursor): SqlValue {
  const { bytes, at } = cursor
  const end = integerEnd(cursor)
  if (end < 0 || end - at > 20) return refuse(cursor)
  cursor.at = end
  const value = end - at < 16 ? BigInt(doubleAt(bytes, at, end)) : bigintAt(bytes, at, end)
  return BigInt.asIntN(64, value) === value ? value : refuse(cursor)
}

function floatReader(single: boolean): FastReader {
  return (cursor) => {
    const { bytes, at } = cursor
    cursor.at = skipNumber(bytes, at)
    if (cursor.at < 0) return null
    const value = doubleAt(bytes, at, cursor.at)
    return single ? Math.fround(value) : value
  }
}

function readBoolean(cursor: FastCursor): SqlValue {
  const { bytes, view, at } = cursor
  cursor.at = skipWord(bytes, view, at)
  return bytes[at] === 116
}

function arrayReader(element: FastReader): FastReader {
  return (cursor) => {
    const { bytes } = cursor
    if (bytes[cursor.at] !== 91) return refuse(cursor)
    const values: SqlValue[] = []
    cursor.at = blanks(bytes, cursor.at + 1)
    if (bytes[cursor.at] === 93) {
      cursor.at++
      return values
    }
    for (;;) {
      values.push(element(cursor))
      if (cursor.at < 0) return null
      const at = blanks(bytes, cursor.at)
      cursor.at = bytes[at] === 44 ? blanks(bytes, at + 1) : at + 1
      if (bytes[at] === 44) continue
      return bytes[at] === 93 ? values : refuse(cursor)
    }
  }
}

/** Steps from a name's first quote to its value; gives false, with `at` -1, when there is none. */
function toValue(cursor: FastCursor, nameEnd: number): boolean {
  const { bytes } = cursor
  const colon = nameEnd < 0 ? -1 : blanks(bytes, nameEnd)
  if (colon < 0 || bytes[colon] !== 58) {
    cursor.at = -1
    return false
  }
  cursor.at = blanks(bytes, colon + 1)
  return true
}

/** Behind a value in an object: 1 another name follows, 0 the object has ended, -1 neither. */
function afterMember(cursor: FastCursor): number {
  if (cursor.at < 0) return -1
  const { bytes } = cursor
  const at = blanks(bytes, cursor.at)
  if (bytes[at] === 44) {
    cursor.at = blanks(bytes, at + 1)
    return 1
  }
  cursor.at = bytes[at] === 125 ? at + 1 : -1
  return cursor.at < 0 ? -1 : 0
}

/** From the opening bracket into the object: 1 a name follows, 0 it is empty, -1 it is no object. */
function enterObject(cursor: FastCursor): number {
  const { bytes } = cursor
  if (bytes[cursor.at] !== 123) {
    cursor.at = -1
    return -1
  }
  cursor.at = blanks(bytes, cursor.at + 1)
  if (bytes[cursor.at] !== 125) return 1
  cursor.at++
  return 0
}

/** End of a name without escapes (behind its closing quote), -1 for others: they have rules of their own. */
function plainNameEnd({ bytes, at }: FastCursor): number {
  if (bytes[at] !== 34) return -1
  const end = skipString(bytes, at + 1)
  if (end < 0 || end - at > longestName) return -1
  for (let i = at + 1; i < end; i++) if (bytes[i] === 92) return -1
  return end
}

function mapReader(value: FastReader): FastReader {
  return (cursor) => {
    const entries: [SqlValue, SqlValue][] = []
    let more = enterObject(cursor)
    while (more > 0) {
      const from = cursor.at + 1
      const end = plainNameEnd(cursor)
      if (!toValue(cursor, end)) return null
      entries.push([textAt(cursor.bytes, from, end - 1), value(cursor)])
      more = afterMember(cursor)
    }
    return more < 0 ? null : entries
  }
}

function structReader(fields: readonly Field[], options: JsonReadOptions): FastReader {
  const names = fields.map((field) => utf8Of(field.name))
  const readers = fields.map((field) => fastReader(field.type, options))
  return (cursor) => {
    const row = new Array<SqlValue>(names.length).fill(null)
    let expected = 0
    let more = enterObject(cursor)
    while (more > 0) {
      const from = cursor.at + 1
      const end = plainNameEnd(cursor)
      if (!toValue(cursor, end)) return null
      const field = fieldAt(cursor.bytes, from, end - 1, names, expected)
      if (field < 0) cursor.at = skipValue(cursor.bytes, cursor.view, cursor.at)
      else row[field] = (readers[field] as FastReader)(cursor)
      expected = field + 1
      more = afterMember(cursor)
    }
    return more < 0 ? null : row
  }
}

/** Position of the field named by `bytes[from … end-1]`, looked for from `expected` on; -1 = none. */
function fieldAt(bytes: Uint8Array, from: number, end: number, names: readonly Uint8Array[], expected: number): number {
  for (let i = 0; i < names.length; i++) {
    const at = (expected + i) % names.length
    const name = names[at] as Uint8Array
    if (name.length !== end - from) continue
    let same = 0
    while (same < name.length && name[same] === bytes[from + same]) same++
    if (same === name.length) return at
  }
  return -1
}

/** Any other type: the bytes of the value through the full parser's converter. */
function tokenReader(type: DataType, options: JsonReadOptions): FastReader {
  const tokens = new JsonTokens(options)
  const convert = converterOf(type, options, rawTextOfFiles(options))
  return (cursor) => {
    const { bytes, view, at } = cursor
    cursor.at = skipValue(bytes, view, at)
    if (cursor.at < 0) return null
    try {
      tokens.reset(bytes, at, cursor.at)
      tokens.next()
      return convert(tokens)
    } catch (error) {
      if (error instanceof JsonFailure || error instanceof PartialValue) return refuse(cursor)
      throw error
    }
  }
}

/** Key columns of a batch into words (see key-layout.ts), some hundred rows at a time. */
import { stepRows } from '../codegen/step-driver.ts'
import { ByteArena } from '../columnar/bytes.ts'
import { encodeRow } from '../columnar/row-codec.ts'
import type { BytesVector, DictionaryVector, Vector } from '../columnar/vector.ts'
import { invariant } from '../errors.ts'
import type { InternedBytes } from './interned-bytes.ts'
import type { KeyLayout, KeyPart } from './key-layout.ts'

/** Some rows of a batch, and where their words go. */
export interface KeyRows {
  /** Row i is `rows[offset + i] + base`. */
  readonly rows: Int32Array
  offset: number
  base: number
  count: number
  readonly words: Int32Array
  /** Words of a row. */
  readonly width: number
  /** Where the null words begin; 0 = the table has none, and the rows no null. */
  readonly nullsAt: number
  /** Whether new strings get numbers. */
  readonly add: boolean
}

const encoded = new ByteArena(64)

/** Whether any of the first `count` rows has a null in its key. */
export function anyNull(
  columns: readonly Vector[],
  parts: readonly KeyPart[],
  rows: Int32Array | undefined,
  count: number,
): boolean {
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at] as KeyPart
    const vector = columns[at] as Vector
    if (part.kind === 'null') continue
    if (vector.layout === 'null') return true
    if (vector.nulls !== undefined && anySet(vector.nulls, rows, count)) return true
    if (vector.layout === 'struct' && anyNull(vector.children, part.children, rows, count)) return true
  }
  return false
}

function anySet(nulls: Uint8Array, rows: Int32Array | undefined, count: number): boolean {
  let any = 0
  if (rows === undefined) for (let i = 0; i < count; i++) any |= nulls[i] as number
  else for (let i = 0; i < count; i++) any |= nulls[rows[i] as number] as number
  return any !== 0
}

/** Writes the words of all parts of the rows. */
export function loadWords(columns: readonly Vector[], { parts, nullWords }: KeyLayout, into: KeyRows): void {
  if (into.nullsAt > 0) {
    for (let i = 0; i < into.count; i++)
      for (let at = 0; at < nullWords; at++) into.words[i * into.width + into.nullsAt + at] = 0
  }
  for (let at = 0; at < parts.length; at++) loadPart(columns[at] as Vector, parts[at] as KeyPart, into)
}

function loadPart(vector: Vector, part: KeyPart, into: KeyRows): void {
  const { rows, offset, base, count, words, width } = into
  const { at } = part
  switch (vector.layout) {
    case 'null':
      // A null in a column of another type comes of a literal.
      if (part.kind !== 'null') for (let i = 0; i < count; i++) setNull(part, into, i)
      return
    case 'bool':
    case 'int32':
      loadInts(vector.values, rows, offset, base, count, words, at, width)
      break
    case 'int64':
      loadPairs(vector.words, rows, offset, base, count, words, at, width)
      break
    case 'float64':
      loadDoubles(vector.values, rows, offset, base, count, words, at, width)
      break
    case 'int128':
      loadQuads(vector.values, rows, offset, base, count, words, at, width)
      break
    case 'dictionary':
      loadCodes(vector, part.interned as InternedBytes, into, at)
      break
    case 'bytes':
      loadBytes(vector, part.interned as InternedBytes, into, at)
      break
    case 'list':
    case 'map':
      loadEncoded(vector, part.interned as InternedBytes, into, at)
      break
    case 'struct':
      invariant(vector.children.length === part.children.length, 'a key struct has other fields than the table')
      for (let one = 0; one < part.children.length; one++)
        loadPart(vector.children[one] as Vector, part.children[one] as KeyPart, into)
      break
  }
  const { nulls } = vector
  if (into.nullsAt === 0 || nulls === undefined) return
  for (let i = 0; i < count; i++) if (nulls[(rows[offset + i] as number) + base] === 1) setNull(part, into, i)
}

/** A null has zeros for words, its own bit, and not those of what is in it. */
function setNull(part: KeyPart, into: KeyRows, i: number): void {
  const { words, width, nullsAt } = into
  const row = i * width
  words.fill(0, row + part.at, row + part.at + part.words)
  for (const child of part.children) clearNulls(child, words, row + nullsAt)
  const at = row + nullsAt + part.nullWord
  words[at] = (words[at] as number) | part.nullBit
}

function clearNulls(part: KeyPart, words: Int32Array, nullsAt: number): void {
  const at = nullsAt + part.nullWord
  if (part.kind !== 'null') words[at] = (words[at] as number) & ~part.nullBit
  for (const child of part.children) clearNulls(child, words, nullsAt)
}

function loadInts(
  values: Int32Array | Uint8Array,
  rows: Int32Array,
  offset: number,
  base: number,
  count: number,
  words: Int32Array,
  at: number,
  width: number,
): void {
  for (let i = 0; i < count; i++) words[i * width + at] = values[(rows[offset + i] as number) + base] as number
}

function loadPairs(
  values: Int32Array,
  rows: Int32Array,
  offset: number,
  base: number,
  count: number,
  words: Int32Array,
  at: number,
  width: number,
): void {
  for (let i = 0; i < count; i++) {
    const from = 2 * ((rows[offset + i] as number) + base)
    const to = i * width + at
    words[to] = values[from] as number
    words[to + 1] = values[from + 1] as number
  }
}

/** High word of the one NaN; its low word is 0. */
const nanWord = 0x7ff80000

function loadDoubles(
  values: Float64Array,
  rows: Int32Array,
  offset: number,
  base: number,
  count: number,
  words: Int32Array,
  at: number,
  width: number,
): void {
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length * 2)
  for (let i = 0; i < count; i++) {
    const row = (rows[offset + i] as number) + base
    const to = i * width + at
    const value = values[row] as number
    const isNumber = !Number.isNaN(value)
    words[to] = value !== 0 && isNumber ? (bits[2 * row] as number) : 0
    words[to + 1] = isNumber ? (value === 0 ? 0 : (bits[2 * row + 1] as number)) : nanWord
  }
}

function loadQuads(
  values: BigInt64Array,
  rows: Int32Array,
  offset: number,
  base: number,
  count: number,
  words: Int32Array,
  at: number,
  width: number,
): void {
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length * 2)
  for (let i = 0; i < count; i++) {
    const from = 4 * ((rows[offset + i] as number) + base)
    const to = i * width + at
    for (let word = 0; word < 4; word++) words[to + word] = bits[from + word] as number
  }
}

/** One read a row for codes that were met before. */
function loadCodes(vector: DictionaryVector, interned: InternedBytes, into: KeyRows, at: number): void {
  const { codes, dictionary, nulls } = vector
  const { rows, offset, base, count, words, width } = into
  const ids = interned.idsOfCodes(dictionary)
  const unknown = readCodes(codes, nulls, ids, rows, offset, base, count, words, at, width)
  if (unknown === 0) return
  const { data, offsets, lengths } = dictionary
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  for (let i = 0; i < count; i++) {
    const row = (rows[offset + i] as number) + base
    if (words[i * width + at] !== 0 || nulls?.[row] === 1) continue
    const code = codes[row] as number
    let id = ids[code] as number
    if (id === 0) id = interned.intern(data, view, offsets[code] as number, lengths[code] as number, into.add)
    if (id > 0) ids[code] = id
    words[i * width + at] = id
  }
}

function readCodes(
  codes: Int32Array,
  nulls: Uint8Array | undefined,
  ids: Int32Array,
  rows: Int32Array,
  offset: number,
  base: number,
  count: number,
  words: Int32Array,
  at: number,
  width: number,
): number {
  let unknown = 0
  if (nulls === undefined) {
    for (let i = 0; i < count; i++) {
      const id = ids[codes[(rows[offset + i] as number) + base] as number] as number
      words[i * width + at] = id
      unknown += (id - 1) >>> 31
    }
    return unknown
  }
  for (let i = 0; i < count; i++) {
    const row = (rows[offset + i] as number) + base
    const id = nulls[row] === 1 ? 0 : (ids[codes[row] as number] as number)
    words[i * width + at] = id
    unknown += (id - 1) >>> 31
  }
  return unknown
}

/** Offsets, lengths and numbers of the rows of a step; nobody reads them after it. */
const rowOffsets = new Int32Array(stepRows)
const rowLengths = new Int32Array(stepRows)
const rowIds = new Int32Array(stepRows)

function loadBytes(vector: BytesVector, interned: InternedBytes, into: KeyRows, at: number): void {
  const { data, side } = vector
  const { count, words, width, add } = into
  const inSide = readOffsets(vector, into, false)
  interned.internRows(data, rowOffsets, rowLengths, count, add, rowIds)
  for (let i = 0; i < count; i++) words[i * width + at] = rowIds[i] as number
  if (inSide === 0) return
  readOffsets(vector, into, true)
  interned.internRows(side as Uint8Array, rowOffsets, rowLengths, count, add, rowIds)
  for (let i = 0; i < count; i++) if ((rowOffsets[i] as number) >= 0) words[i * width + at] = rowIds[i] as number
}

/** Where the rows' strings are in `data`, or in `side`; −1 for those that are not there. Gives how many are in `side`. */
function readOffsets({ offsets, lengths, nulls }: BytesVector, into: KeyRows, ofSide: boolean): number {
  const { rows, offset, base, count } = into
  let inSide = 0
  for (let i = 0; i < count; i++) {
    const row = (rows[offset + i] as number) + base
    const isNull = nulls !== undefined && nulls[row] === 1
    const from = offsets[row] as number
    if (!isNull && from < 0) inSide += 1
    rowOffsets[i] = isNull ? -1 : ofSide ? -1 - from : from
    rowLengths[i] = isNull ? 0 : (lengths[row] as number)
  }
  return inSide
}

function loadEncoded(vector: Vector, interned: InternedBytes, into: KeyRows, at: number): void {
  const { rows, offset, base, count, words, width, add } = into
  const { nulls } = vector
  const columns = [vector]
  for (let i = 0; i < count; i++) {
    const row = (rows[offset + i] as number) + base
    let id = 0
    if (nulls?.[row] !== 1) {
      encoded.top = 0
      encodeRow(encoded, columns, row, true)
      id = interned.intern(encoded.bytes, encoded.view, 0, encoded.top, add)
    }
    words[i * width + at] = id
  }
}

/**
 * How a row's key columns are words of 32 bits. Equal keys have equal words: NaN is one NaN, -0.0 is 0.0 (Spark's
 * NormalizeFloatingNumbers; golden agg-key-nan-negzero, dedup-key-normalized), map entries are in order of their keys.
 *
 * Whole numbers, dates and booleans take a word; longs, times and doubles two; wide decimals four; text, binary, arrays and
 * maps one, the number of their interned bytes (arrays and maps as row-codec's normal form); structs what their fields take.
 * What is null is 0, and has its bit in the null words behind the values, which a table has only once it has a null.
 */
import { layoutOf, partTypes } from '../columnar/layout.ts'
import type { DataType } from '../types/data-type.ts'
import { InternedBytes } from './interned-bytes.ts'

/** Where a column, or a field of a struct, stands. */
export interface KeyPart {
  readonly type: DataType
  readonly kind: 'null' | 'bool' | 'int32' | 'int64' | 'float64' | 'int128' | 'text' | 'encoded' | 'struct'
  /** First of its words, and how many. */
  readonly at: number
  readonly words: number
  /** The word of its null bit, counted from the first null word. */
  readonly nullWord: number
  readonly nullBit: number
  /** For text and encoded values. */
  readonly interned: InternedBytes | undefined
  /** Fields of a struct. */
  readonly children: readonly KeyPart[]
}

export interface KeyLayout {
  readonly parts: readonly KeyPart[]
  /** All parts with interned bytes, also within structs. */
  readonly interned: readonly KeyPart[]
  /** Words of the values: at least one. */
  readonly valueWords: number
  readonly nullWords: number
}

export function keyLayout(types: readonly DataType[]): KeyLayout {
  const interned: KeyPart[] = []
  let words = 0
  let nulls = 0
  const partOf = (type: DataType): KeyPart => {
    const kind = kindOf(type)
    const at = words
    const bit = nulls
    if (kind !== 'null') nulls += 1
    const children = partTypes(type).map(partOf)
    if (kind !== 'struct') words += wordsOf[kind]
    const part: KeyPart = {
      type,
      kind,
      at,
      words: words - at,
      nullWord: bit >>> 5,
      nullBit: 1 << (bit & 31),
      interned: kind === 'text' || kind === 'encoded' ? new InternedBytes() : undefined,
      children,
    }
    if (part.interned) interned.push(part)
    return part
  }
  const parts = types.map(partOf)
  return { parts, interned, valueWords: Math.max(1, words), nullWords: (nulls + 31) >>> 5 }
}

const wordsOf = { null: 0, bool: 1, int32: 1, int64: 2, float64: 2, int128: 4, text: 1, encoded: 1 } as const

function kindOf(type: DataType): KeyPart['kind'] {
  const layout = layoutOf(type)
  if (layout === 'bytes' || layout === 'dictionary') return 'text'
  return layout === 'list' || layout === 'map' ? 'encoded' : layout
}

/** Words of keys (see key-layout.ts) as columns again. */

import { RowDecoder } from '../columnar/row-codec.ts'
import type { Vector } from '../columnar/vector.ts'
import type { InternedBytes } from './interned-bytes.ts'
import type { KeyPart } from './key-layout.ts'

/** Where the words of keys are: id i's at (i + 1) · width. */
export interface KeyWords {
  readonly keys: Int32Array
  readonly width: number
  /** Where the null words begin; 0 = there are none. */
  readonly nullsAt: number
}

/**
 * The column of the first `count` ids: a copy, but for text, whose dictionary keeps every code it has.
 */
export function keyVector(part: KeyPart, from: KeyWords, ids: Int32Array, count: number): Vector {
  const { type, at } = part
  const { keys, width } = from
  const nulls = nullsOf(part, from, ids, count)
  const base = { type, length: count, nulls }
  switch (part.kind) {
    case 'null':
      return { ...base, layout: 'null' }
    case 'bool': {
      const values = new Uint8Array(count)
      for (let i = 0; i < count; i++) values[i] = keys[((ids[i] as number) + 1) * width + at] as number
      return { ...base, layout: 'bool', values }
    }
    case 'int32':
      return { ...base, layout: 'int32', values: gatherWords(keys, width, at, 1, ids, count) }
    case 'int64': {
      const words = gatherWords(keys, width, at, 2, ids, count)
      return { ...base, layout: 'int64', values: new BigInt64Array(words.buffer), words }
    }
    case 'float64':
      return {
        ...base,
        layout: 'float64',
        values: new Float64Array(gatherWords(keys, width, at, 2, ids, count).buffer),
      }
    case 'int128':
      return {
        ...base,
        layout: 'int128',
        values: new BigInt64Array(gatherWords(keys, width, at, 4, ids, count).buffer),
      }
    case 'text': {
      const { dictionary } = part.interned as InternedBytes
      return { ...base, layout: 'dictionary', codes: gatherWords(keys, width, at, 1, ids, count), dictionary }
    }
    case 'encoded': {
      const { arena, offsets } = (part.interned as InternedBytes).dictionary
      const codes = gatherWords(keys, width, at, 1, ids, count)
      return new RowDecoder([type]).vectors(arena, offsets, codes, count)[0] as Vector
    }
    case 'struct':
      return { ...base, layout: 'struct', children: part.children.map((child) => keyVector(child, from, ids, count)) }
  }
}

function gatherWords(
  keys: Int32Array,
  width: number,
  at: number,
  words: number,
  ids: Int32Array,
  count: number,
): Int32Array<ArrayBuffer> {
  const gathered = new Int32Array(count * words)
  if (words === 1) for (let i = 0; i < count; i++) gathered[i] = keys[((ids[i] as number) + 1) * width + at] as number
  else if (words === 2) {
    for (let i = 0; i < count; i++) {
      const key = ((ids[i] as number) + 1) * width + at
      gathered[2 * i] = keys[key] as number
      gathered[2 * i + 1] = keys[key + 1] as number
    }
  } else {
    for (let i = 0; i < count; i++) {
      const key = ((ids[i] as number) + 1) * width + at
      for (let word = 0; word < words; word++) gathered[i * words + word] = keys[key + word] as number
    }
  }
  return gathered
}

function nullsOf(
  part: KeyPart,
  { keys, width, nullsAt }: KeyWords,
  ids: Int32Array,
  count: number,
): Uint8Array | undefined {
  if (nullsAt === 0 || part.kind === 'null') return undefined
  const nulls = new Uint8Array(count)
  const at = nullsAt + part.nullWord
  let any = 0
  for (let i = 0; i < count; i++) {
    const isNull = ((keys[((ids[i] as number) + 1) * width + at] as number) & part.nullBit) === 0 ? 0 : 1
    nulls[i] = isNull
    any |= isNull
  }
  return any === 0 ? undefined : nulls
}

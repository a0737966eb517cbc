/** Chosen rows of several batches, one after another, copied: of texts in a dictionary, which is kept anyway, only their codes. */
import { gatherParts } from '../../columnar/gather.ts'
import type { DictionaryVector, Vector } from '../../columnar/vector.ts'

/** Rows of one batch. */
export interface RowsPart {
  readonly columns: readonly Vector[]
  readonly rows: Int32Array
  readonly count: number
}

/**
 * The rows as columns of their own.
 *
 * @param parts at least one; columns of all are of the same types
 * @param length rows in all
 */
export function joinedRows(parts: readonly RowsPart[], length: number): readonly Vector[] {
  const [first] = parts as readonly [RowsPart]
  return first.columns.map((_, column) => {
    const vectors = parts.map(({ columns }) => columns[column] as Vector)
    if (sharesDictionary(vectors)) return codesOf(vectors, parts, length)
    return gatherParts(parts.map(({ rows, count }, at) => ({ vector: vectors[at] as Vector, rows, count })))
  })
}

function sharesDictionary(vectors: readonly Vector[]): vectors is readonly DictionaryVector[] {
  const [first] = vectors
  if (first?.layout !== 'dictionary') return false
  return vectors.every((one) => one.layout === 'dictionary' && one.dictionary === first.dictionary)
}

function codesOf(vectors: readonly DictionaryVector[], parts: readonly RowsPart[], length: number): Vector {
  const codes = new Int32Array(length)
  const nulls = vectors.some((one) => one.nulls !== undefined) ? new Uint8Array(length) : undefined
  let to = 0
  for (const [at, { rows, count }] of parts.entries()) {
    const { codes: source, nulls: absent } = vectors[at] as DictionaryVector
    for (let i = 0; i < count; i++) codes[to + i] = source[rows[i] as number] as number
    if (nulls && absent) for (let i = 0; i < count; i++) nulls[to + i] = absent[rows[i] as number] as number
    to += count
  }
  return { ...(vectors[0] as DictionaryVector), codes, nulls, length }
}

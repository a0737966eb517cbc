/**
 * Rows of an epoch in the order of their groups, read window by window: groups are read one after another, and their rows
 * stand all over the epoch's memory, a cache miss for each cell. A window's rows are copied together first, batch by
 * batch, since that is how they stand there.
 */
import { concatenate, gather } from '../../columnar/gather.ts'
import { RecordBatch } from '../../columnar/record-batch.ts'
import type { DictionaryVector, Vector } from '../../columnar/vector.ts'
import { Schema } from '../../types/schema.ts'

/** Rows of a window: what fits the nearer caches. */
export const windowRows = 8192

/** Where the rows are: batch and row of each place. */
export interface Places {
  readonly batches: readonly RecordBatch[]
  readonly batch: Int32Array
  readonly row: Int32Array
  readonly total: number
}

/** Rows of places `from … to−1`: place p is row `rows[p − from]` of the columns. */
export interface NearRows {
  readonly from: number
  readonly to: number
  readonly columns: readonly Vector[]
  readonly rows: Int32Array
}

/** The window that a place is in. */
export function nearRows({ batches, batch, row, total }: Places, place: number): NearRows {
  const from = place - (place % windowRows)
  const to = Math.min(total, from + windowRows)
  const starts = new Int32Array(batches.length + 1)
  for (let at = from; at < to; at++) {
    const after = (batch[at] as number) + 1
    starts[after] = (starts[after] as number) + 1
  }
  for (let one = 0; one < batches.length; one++) starts[one + 1] = (starts[one + 1] as number) + (starts[one] as number)
  const selection = new Int32Array(to - from)
  const rows = new Int32Array(to - from)
  const next = starts.slice(0, batches.length)
  for (let at = from; at < to; at++) {
    const of = batch[at] as number
    const index = next[of] as number
    next[of] = index + 1
    selection[index] = row[at] as number
    rows[at - from] = index
  }
  const chosen: RecordBatch[] = []
  for (const [one, whole] of batches.entries()) {
    const [begin, end] = [starts[one] as number, starts[one + 1] as number]
    if (end > begin) chosen.push(whole.select(selection.subarray(begin, end), end - begin))
  }
  const { schema } = batches[0] as RecordBatch
  const columns = schema.fields.map((one, column) => {
    const parts = chosen.map((part) => part.columns[column] as Vector)
    if (sharesDictionary(parts)) return codesOf(parts, chosen, to - from)
    const single = new Schema([one])
    const alone = chosen.map((part, at) => {
      const selected = { selection: part.selection as Int32Array, selected: part.selected }
      return new RecordBatch(single, [parts[at] as Vector], part.length, selected)
    })
    return concatenate(single, alone).columns[0] as Vector
  })
  return { from, to, columns, rows }
}

/** Rows of a column, copied; of texts in a dictionary, which is kept anyway, only their codes. */
export function ownRows(vector: Vector, rows: Int32Array, count: number): Vector {
  if (vector.layout !== 'dictionary') return gather(vector, rows, count)
  return { ...vector, ...copiedCodes([vector], [{ rows, count }], count) }
}

function sharesDictionary(parts: readonly Vector[]): parts is readonly DictionaryVector[] {
  const [first] = parts
  if (first?.layout !== 'dictionary') return false
  return parts.every((part) => part.layout === 'dictionary' && part.dictionary === first.dictionary)
}

function codesOf(parts: readonly DictionaryVector[], chosen: readonly RecordBatch[], count: number): Vector {
  const rows = chosen.map((part) => ({ rows: part.selection as Int32Array, count: part.selected }))
  return { ...(parts[0] as DictionaryVector), ...copiedCodes(parts, rows, count) }
}

function copiedCodes(
  parts: readonly DictionaryVector[],
  chosen: readonly { readonly rows: Int32Array; readonly count: number }[],
  length: number,
): Pick<DictionaryVector, 'codes' | 'nulls' | 'length'> {
  const codes = new Int32Array(length)
  const nulls = parts.some((part) => part.nulls !== undefined) ? new Uint8Array(length) : undefined
  let to = 0
  for (const [at, part] of parts.entries()) {
    const { rows, count } = chosen[at] as { rows: Int32Array; count: number }
    for (let i = 0; i < count; i++) codes[to + i] = part.codes[rows[i] as number] as number
    if (nulls && part.nulls) for (let i = 0; i < count; i++) nulls[to + i] = part.nulls[rows[i] as number] as number
    to += count
  }
  return { codes, nulls, length }
}

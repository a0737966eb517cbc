/** Copies of chosen rows into memory of their own: for state, for users, for what must outlive a batch. Unpooled. */
import { invariant } from '../errors.ts'
import type { Schema } from '../types/schema.ts'
import { vectorOf } from './builder.ts'
import { slack } from './bytes.ts'
import { RecordBatch } from './record-batch.ts'
import type { BytesVector, ListVector, MapVector, Vector } from './vector.ts'

/** A source of rows: vector and row numbers into it. */
export interface Part {
  readonly vector: Vector
  readonly rows: Int32Array
  readonly count: number
}

/** Row numbers `0 … length-1`. */
export function allRows(length: number): Int32Array {
  const rows = new Int32Array(length)
  for (let i = 0; i < length; i++) rows[i] = i
  return rows
}

/** The first `count` rows named in `rows`, copied, in that order. Strings come out as views. */
export function gather(vector: Vector, rows: Int32Array, count: number): Vector {
  return gatherParts([{ vector, rows, count }])
}

/** The selected rows of all batches, one after another, as one batch without selection. All must have `schema`'s layout. */
export function concatenate(schema: Schema, batches: readonly RecordBatch[]): RecordBatch {
  const selections = batches.map((batch) => batch.selection ?? allRows(batch.length))
  const length = batches.reduce((sum, batch) => sum + batch.selected, 0)
  const columns = schema.fields.map((one, column) => {
    const parts = batches.map((batch, at) => ({
      vector: batch.columns[column] as Vector,
      rows: selections[at] as Int32Array,
      count: batch.selected,
    }))
    return parts.length > 0 ? gatherParts(parts) : vectorOf(one.type, [])
  })
  return new RecordBatch(schema, columns, length)
}

/** A compact copy that borrows nothing: may be kept for ever. */
export function detach(batch: RecordBatch): RecordBatch {
  return concatenate(batch.schema, [batch])
}

/** The chosen rows of all parts, one after another, copied. There must be a part, and all of one layout. */
export function gatherParts(parts: readonly Part[]): Vector {
  const first = (parts[0] as Part).vector
  const length = parts.reduce((sum, part) => sum + part.count, 0)
  const base = { type: first.type, length, nulls: gatherNulls(parts, length) }
  switch (first.layout) {
    case 'null':
      return { ...base, layout: 'null' }
    case 'bool':
      return { ...base, layout: 'bool', values: copy(parts, new Uint8Array(length)) }
    case 'int32':
      return { ...base, layout: 'int32', values: copy(parts, new Int32Array(length)) }
    case 'float64':
      return { ...base, layout: 'float64', values: copy(parts, new Float64Array(length)) }
    case 'int64': {
      const values = new BigInt64Array(length)
      const words = new Int32Array(values.buffer)
      copyPairs(parts, words, (vector) => (vector.layout === 'int64' ? vector.words : undefined))
      return { ...base, layout: 'int64', values, words }
    }
    case 'int128': {
      const values = new BigInt64Array(2 * length)
      copyPairs(parts, values, (vector) => (vector.layout === 'int128' ? vector.values : undefined))
      return { ...base, layout: 'int128', values }
    }
    case 'bytes':
    case 'dictionary':
      return gatherBytes(parts, base)
    case 'list': {
      const { offsets, children } = gatherRanges(parts, length)
      return { ...base, layout: 'list', offsets, child: gatherParts(children.map((part) => childPart(part, 0))) }
    }
    case 'map': {
      const { offsets, children } = gatherRanges(parts, length)
      const keys = gatherParts(children.map((part) => childPart(part, 0)))
      return { ...base, layout: 'map', offsets, keys, entries: gatherParts(children.map((part) => childPart(part, 1))) }
    }
    case 'struct':
      return {
        ...base,
        layout: 'struct',
        children: first.children.map((_, at) =>
          gatherParts(parts.map((part) => ({ ...part, vector: structChild(part.vector, at) }))),
        ),
      }
  }
}

function gatherNulls(parts: readonly Part[], length: number): Uint8Array | undefined {
  if (parts.every((part) => part.vector.nulls === undefined)) return undefined
  const nulls = new Uint8Array(length)
  let to = 0
  let any = 0
  for (const { vector, rows, count } of parts) {
    if (vector.nulls) for (let i = 0; i < count; i++) any |= nulls[to + i] = vector.nulls[rows[i] as number] as number
    to += count
  }
  return any === 0 ? undefined : nulls
}

function copy<A extends Uint8Array | Int32Array | Float64Array>(parts: readonly Part[], target: A): A {
  let to = 0
  for (const { vector, rows, count } of parts) {
    invariant('values' in vector, `a ${vector.layout} column among plain ones`)
    const values = vector.values as A
    for (let i = 0; i < count; i++) target[to++] = values[rows[i] as number] as number
  }
  return target
}

/** Copies two elements a row: the words of a long, the limbs of a wide decimal. */
function copyPairs<A extends Int32Array | BigInt64Array>(
  parts: readonly Part[],
  target: A,
  source: (vector: Vector) => A | undefined,
): void {
  let to = 0
  for (const { vector, rows, count } of parts) {
    const values = source(vector)
    invariant(values, `a ${vector.layout} column among wider ones`)
    for (let i = 0; i < count; i++) {
      const from = 2 * (rows[i] as number)
      target[to++] = values[from] as A[number]
      target[to++] = values[from + 1] as A[number]
    }
  }
}

function gatherBytes(parts: readonly Part[], base: Pick<BytesVector, 'type' | 'length' | 'nulls'>): BytesVector {
  const offsets = new Int32Array(base.length)
  const lengths = new Int32Array(base.length)
  let total = 0
  let to = 0
  for (const { vector, rows, count } of parts) {
    for (let i = 0; i < count; i++) {
      const length = byteLength(vector, rows[i] as number)
      offsets[to] = total
      lengths[to++] = length
      total += length
    }
  }
  const data = new Uint8Array(total + slack)
  to = 0
  for (const { vector, rows, count } of parts) {
    for (let i = 0; i < count; i++)
      copyBytes(vector, rows[i] as number, data, offsets[to] as number, lengths[to++] as number)
  }
  return { ...base, layout: 'bytes', data, side: undefined, offsets, lengths }
}

function byteLength(vector: Vector, row: number): number {
  if (vector.nulls?.[row] === 1) return 0
  if (vector.layout === 'bytes') return vector.lengths[row] as number
  invariant(vector.layout === 'dictionary', `a ${vector.layout} column among strings`)
  return vector.dictionary.lengths[vector.codes[row] as number] as number
}

function copyBytes(vector: Vector, row: number, target: Uint8Array, to: number, length: number): void {
  if (length === 0) return
  let source: Uint8Array
  let from: number
  if (vector.layout === 'dictionary') {
    source = vector.dictionary.data
    from = vector.dictionary.offsets[vector.codes[row] as number] as number
  } else {
    const bytes = vector as BytesVector
    from = bytes.offsets[row] as number
    source = from < 0 ? (bytes.side as Uint8Array) : bytes.data
    if (from < 0) from = -1 - from
  }
  if (length < 32) for (let i = 0; i < length; i++) target[to + i] = source[from + i] as number
  else target.set(source.subarray(from, from + length), to)
}

/** New offsets of lists or maps, and for each part the child rows it takes. */
function gatherRanges(parts: readonly Part[], length: number): { offsets: Int32Array; children: readonly Part[] } {
  const offsets = new Int32Array(length + 1)
  let to = 0
  const children = parts.map(({ vector, rows, count }) => {
    const list = vector as ListVector | MapVector
    const start = offsets[to] as number
    for (let i = 0; i < count; i++) {
      const row = rows[i] as number
      const size = vector.nulls?.[row] === 1 ? 0 : (list.offsets[row + 1] as number) - (list.offsets[row] as number)
      offsets[to + 1] = (offsets[to] as number) + size
      to++
    }
    const taken = (offsets[to] as number) - start
    const childRows = new Int32Array(taken)
    let at = 0
    for (let i = 0; i < count; i++) {
      const row = rows[i] as number
      if (vector.nulls?.[row] === 1) continue
      for (let child = list.offsets[row] as number; child < (list.offsets[row + 1] as number); child++)
        childRows[at++] = child
    }
    return { vector, rows: childRows, count: taken }
  })
  return { offsets, children }
}

function childPart(part: Part, at: 0 | 1): Part {
  const { vector } = part
  if (vector.layout === 'list') return { ...part, vector: vector.child }
  invariant(vector.layout === 'map', `a ${vector.layout} column among lists`)
  return { ...part, vector: at === 0 ? vector.keys : vector.entries }
}

function structChild(vector: Vector, at: number): Vector {
  invariant(vector.layout === 'struct', `a ${vector.layout} column among structs`)
  return vector.children[at] as Vector
}

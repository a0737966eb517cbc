/**
 * Rows of a column again: in another order, several times, or null where the number is negative. Strings stay views of
 * the memory they are in, so a batch of such columns keeps the batch they came from as its parent.
 */
import type { Lease, Pool } from './pool.ts'
import type { BytesVector, DictionaryVector, Int32Vector, ListVector, MapVector, Vector } from './vector.ts'

/** Room for new columns, borrowed from a pool; the batch of the columns owns `leases`. */
export class TakeRoom {
  readonly leases: Lease[] = []
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  bytes(length: number): ArrayBuffer {
    const lease = this.#pool.lease(length)
    this.leases.push(lease)
    return lease.buffer
  }

  int32(length: number): Int32Array {
    return new Int32Array(this.bytes(length * 4))
  }

  /** Gives everything back, after an error. */
  abandon(): void {
    for (const lease of this.leases.splice(0)) lease.release()
  }
}

/**
 * The rows numbered in `rows`.
 *
 * @param rows row numbers of `vector`, the first `count` of them; negative = a null
 * @param mayMiss whether any of them may be negative
 */
export function take(vector: Vector, rows: Int32Array, count: number, room: TakeRoom, mayMiss: boolean): Vector {
  const base = { type: vector.type, length: count, nulls: takeNulls(vector, rows, count, room, mayMiss) }
  switch (vector.layout) {
    case 'null':
      return { ...base, layout: 'null' }
    case 'bool': {
      const values = new Uint8Array(room.bytes(count))
      for (let i = 0; i < count; i++) values[i] = vector.values[at(rows, i)] as number
      return { ...base, layout: 'bool', values }
    }
    case 'int32':
      return { ...base, layout: 'int32', values: takeInts(vector.values, rows, count, room) }
    case 'float64': {
      const values = new Float64Array(room.bytes(count * 8))
      for (let i = 0; i < count; i++) values[i] = vector.values[at(rows, i)] as number
      return { ...base, layout: 'float64', values }
    }
    case 'int64': {
      const buffer = room.bytes(count * 8)
      const words = new Int32Array(buffer)
      takePairs(vector.words, rows, count, words)
      return { ...base, layout: 'int64', values: new BigInt64Array(buffer), words }
    }
    case 'int128': {
      const values = new BigInt64Array(room.bytes(count * 16))
      takeLimbs(vector.values, rows, count, values)
      return { ...base, layout: 'int128', values }
    }
    case 'bytes':
      return takeViews(vector, base, rows, count, room)
    case 'dictionary': {
      const codes = takeInts(vector.codes, rows, count, room)
      return { ...base, layout: 'dictionary', codes, dictionary: vector.dictionary } satisfies DictionaryVector
    }
    case 'struct':
      return {
        ...base,
        layout: 'struct',
        children: vector.children.map((child) => take(child, rows, count, room, mayMiss)),
      }
    case 'list': {
      const { offsets, childRows, taken } = takeRanges(vector, rows, count, room)
      return { ...base, layout: 'list', offsets, child: take(vector.child, childRows, taken, room, false) }
    }
    case 'map': {
      const { offsets, childRows, taken } = takeRanges(vector, rows, count, room)
      const keys = take(vector.keys, childRows, taken, room, false)
      return { ...base, layout: 'map', offsets, keys, entries: take(vector.entries, childRows, taken, room, false) }
    }
  }
}

/** A row that can be read: a null's value is never looked at. */
function at(rows: Int32Array, i: number): number {
  return Math.max(rows[i] as number, 0)
}

function takeNulls(
  { nulls }: Vector,
  rows: Int32Array,
  count: number,
  room: TakeRoom,
  mayMiss: boolean,
): Uint8Array | undefined {
  if (nulls === undefined && !mayMiss) return undefined
  const taken = new Uint8Array(room.bytes(count))
  let any = 0
  for (let i = 0; i < count; i++) {
    const row = rows[i] as number
    const isNull = row < 0 ? 1 : nulls === undefined ? 0 : (nulls[row] as number)
    taken[i] = isNull
    any |= isNull
  }
  return any === 0 ? undefined : taken
}

function takeInts(values: Int32Array, rows: Int32Array, count: number, room: TakeRoom): Int32Vector['values'] {
  const taken = room.int32(count)
  for (let i = 0; i < count; i++) taken[i] = values[at(rows, i)] as number
  return taken
}

function takePairs(words: Int32Array, rows: Int32Array, count: number, taken: Int32Array): void {
  for (let i = 0; i < count; i++) {
    const from = 2 * at(rows, i)
    taken[2 * i] = words[from] as number
    taken[2 * i + 1] = words[from + 1] as number
  }
}

/** Wide decimals, 16 bytes each, moved as four words: a bigint per limb would be made for every row. */
function takeLimbs(values: BigInt64Array, rows: Int32Array, count: number, taken: BigInt64Array): void {
  const from = new Int32Array(values.buffer, values.byteOffset, values.length * 2)
  const to = new Int32Array(taken.buffer)
  for (let i = 0; i < count; i++) {
    const first = 4 * at(rows, i)
    for (let word = 0; word < 4; word++) to[4 * i + word] = from[first + word] as number
  }
}

function takeViews(
  { data, side, offsets, lengths }: BytesVector,
  base: Pick<BytesVector, 'type' | 'length' | 'nulls'>,
  rows: Int32Array,
  count: number,
  room: TakeRoom,
): BytesVector {
  const newOffsets = room.int32(count)
  const newLengths = room.int32(count)
  for (let i = 0; i < count; i++) {
    const row = rows[i] as number
    newOffsets[i] = row < 0 ? 0 : (offsets[row] as number)
    newLengths[i] = row < 0 ? 0 : (lengths[row] as number)
  }
  return { ...base, layout: 'bytes', data, side, offsets: newOffsets, lengths: newLengths }
}

/** New offsets of lists or maps, and the rows of their children; what is null has none. */
function takeRanges(
  { offsets, nulls }: ListVector | MapVector,
  rows: Int32Array,
  count: number,
  room: TakeRoom,
): { readonly offsets: Int32Array; readonly childRows: Int32Array; readonly taken: number } {
  const newOffsets = room.int32(count + 1)
  newOffsets[0] = 0
  for (let i = 0; i < count; i++) {
    const row = rows[i] as number
    const none = row < 0 || nulls?.[row] === 1
    newOffsets[i + 1] = (newOffsets[i] as number) + (none ? 0 : (offsets[row + 1] as number) - (offsets[row] as number))
  }
  const taken = newOffsets[count] as number
  const childRows = room.int32(taken)
  for (let i = 0; i < count; i++) {
    const from = newOffsets[i] as number
    const size = (newOffsets[i + 1] as number) - from
    const first = size === 0 ? 0 : (offsets[rows[i] as number] as number)
    for (let child = 0; child < size; child++) childRows[from + child] = first + child
  }
  return { offsets: newOffsets, childRows, taken }
}

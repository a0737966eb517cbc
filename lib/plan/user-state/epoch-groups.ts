/**
 * The rows of an epoch by the groups they belong to, for functions that get a group at once when the epoch is complete.
 * Groups are numbered in the order in which they first appeared, rows keep theirs; a row becomes an object only when the
 * function comes to it.
 */
import { allRows, gather } from '../../columnar/gather.ts'
import type { RecordBatch } from '../../columnar/record-batch.ts'
import { type RowReader, rowReader } from '../../columnar/row-reader.ts'
import type { Vector } from '../../columnar/vector.ts'
import { KeyTable } from '../../state/key-table.ts'
import type { Port } from '../../stream/processor.ts'
import type { Schema } from '../../types/schema.ts'
import type { RowObject } from '../../types/values/row-value.ts'

export class EpochGroups {
  readonly #keys: KeyTable
  readonly #inputs: readonly InputRows[]
  #ids = new Int32Array(0)

  /**
   * @param inputs columns of each input: those of its rows, then as many of the key as `keys` says, of the same types in
   * all inputs
   */
  constructor(inputs: readonly Schema[], keys: number) {
    const [first] = inputs as readonly [Schema]
    this.#keys = new KeyTable(first.fields.slice(first.length - keys).map(({ type }) => type))
    this.#inputs = inputs.map((input) => new InputRows(input, input.length - keys))
  }

  /** Groups so far, of all inputs. */
  get size(): number {
    return this.#keys.size
  }

  /**
   * Takes rows of a batch of input `port`, copied.
   *
   * @param rows row numbers, the first `count`; default the selected ones
   */
  add(batch: RecordBatch, port: Port = 0, rows = batch.selection, count = batch.selected): void {
    if (count === 0) return
    if (this.#ids.length < count) this.#ids = new Int32Array(count)
    const input = this.#inputs[port] as InputRows
    this.#keys.assign(batch.columns.slice(input.width), rows, count, this.#ids)
    input.add(batch.columns, rows ?? allRows(batch.length), this.#ids, count)
  }

  /** Key columns: row i is group i's key. */
  keys(): readonly Vector[] {
    return this.#keys.vectors(allRows(this.size), this.size)
  }

  /** Puts the rows in the order of their groups; `rows` and `count` are of what was added before it. */
  arrange(): void {
    for (const input of this.#inputs) input.arrange(this.size)
  }

  /** How many rows of an input a group has. */
  count(group: number, port: Port = 0): number {
    return (this.#inputs[port] as InputRows).count(group)
  }

  /** A group's rows of an input, made when they are asked for; each call begins anew. */
  rows(group: number, port: Port = 0): Iterable<RowObject> {
    return (this.#inputs[port] as InputRows).rows(group)
  }

  /** Forgets all: the next epoch begins. */
  clear(): void {
    this.#keys.restore(undefined, [])
    for (const input of this.#inputs) input.clear()
  }
}

/** Rows of one input, batch by batch, and then by group. */
class InputRows {
  /** Columns of a row, without the key's. */
  readonly width: number
  readonly #read: RowReader
  readonly #batches: { readonly columns: readonly Vector[]; readonly ids: Int32Array }[] = []
  #total = 0
  /** Group g's rows are places `starts[g] … starts[g+1]−1`. */
  #starts = new Int32Array(1)
  /** Batch and row of each place. */
  #batch = new Int32Array(0)
  #row = new Int32Array(0)

  constructor(input: Schema, width: number) {
    this.width = width
    this.#read = rowReader(input.fields.slice(0, width))
  }

  add(columns: readonly Vector[], rows: Int32Array, ids: Int32Array, count: number): void {
    const own: Vector[] = []
    for (let at = 0; at < this.width; at++) own.push(gather(columns[at] as Vector, rows, count))
    this.#batches.push({ columns: own, ids: ids.slice(0, count) })
    this.#total += count
  }

  /** Counting sort by group; it keeps the order within a group. */
  arrange(groups: number): void {
    const starts = new Int32Array(groups + 1)
    for (const { ids } of this.#batches) countIds(ids, starts)
    for (let group = 0; group < groups; group++)
      starts[group + 1] = (starts[group + 1] as number) + (starts[group] as number)
    const next = starts.slice(0, groups)
    this.#batch = new Int32Array(this.#total)
    this.#row = new Int32Array(this.#total)
    for (const [at, { ids }] of this.#batches.entries()) placeRows(ids, at, next, this.#batch, this.#row)
    this.#starts = starts
  }

  count(group: number): number {
    return (this.#starts[group + 1] ?? 0) - (this.#starts[group] ?? 0)
  }

  *rows(group: number): Generator<RowObject> {
    const to = this.#starts[group + 1] ?? 0
    for (let place = this.#starts[group] ?? 0; place < to; place++) {
      const { columns } = this.#batches[this.#batch[place] as number] as { columns: readonly Vector[] }
      yield this.#read(columns, this.#row[place] as number)
    }
  }

  clear(): void {
    this.#batches.length = 0
    this.#total = 0
    this.#starts = new Int32Array(1)
    this.#batch = new Int32Array(0)
    this.#row = new Int32Array(0)
  }
}

/** Adds each id's rows to the place after it. */
function countIds(ids: Int32Array, starts: Int32Array): void {
  for (let row = 0; row < ids.length; row++) {
    const after = (ids[row] as number) + 1
    starts[after] = (starts[after] as number) + 1
  }
}

function placeRows(ids: Int32Array, at: number, next: Int32Array, batch: Int32Array, rows: Int32Array): void {
  for (let row = 0; row < ids.length; row++) {
    const group = ids[row] as number
    const place = next[group] as number
    next[group] = place + 1
    batch[place] = at
    rows[place] = row
  }
}

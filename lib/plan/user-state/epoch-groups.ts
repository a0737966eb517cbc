/**
 * The rows of an epoch by the groups they belong to, for functions that get a group at once when the epoch is complete.
 * Groups are numbered in the order in which they first appeared, rows keep theirs; a row becomes an object only when the
 * function comes to it.
 */
import { allRows } from '../../columnar/gather.ts'
import { RecordBatch } from '../../columnar/record-batch.ts'
import { type RowReader, rowReader } from '../../columnar/row-reader.ts'
import type { Vector } from '../../columnar/vector.ts'
import { KeyTable } from '../../state/key-table.ts'
import type { Port } from '../../stream/processor.ts'
import { Schema } from '../../types/schema.ts'
import type { RowObject } from '../../types/values/row-value.ts'
import { type NearRows, nearRows, ownRows } from './near-rows.ts'

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
  readonly #schema: Schema
  readonly #read: RowReader
  readonly #batches: RecordBatch[] = []
  /** Groups of each batch's rows. */
  readonly #ids: Int32Array[] = []
  #total = 0
  /** The window that was read last. */
  #near: NearRows | undefined
  /** Group g's rows are places `starts[g] … starts[g+1]−1`. */
  #starts = new Int32Array(1)
  /** Batch and row of each place. */
  #batch = new Int32Array(0)
  #row = new Int32Array(0)

  constructor(input: Schema, width: number) {
    this.width = width
    this.#schema = new Schema(input.fields.slice(0, width))
    this.#read = rowReader(this.#schema.fields)
  }

  add(columns: readonly Vector[], rows: Int32Array, ids: Int32Array, count: number): void {
    const own: Vector[] = []
    for (let at = 0; at < this.width; at++) own.push(ownRows(columns[at] as Vector, rows, count))
    this.#batches.push(new RecordBatch(this.#schema, own, count))
    this.#ids.push(ids.slice(0, count))
    this.#total += count
  }

  /** Counting sort by group; it keeps the order within a group. */
  arrange(groups: number): void {
    this.#near = undefined
    const starts = new Int32Array(groups + 1)
    for (const ids of this.#ids) countIds(ids, starts)
    for (let group = 0; group < groups; group++)
      starts[group + 1] = (starts[group + 1] as number) + (starts[group] as number)
    const next = starts.slice(0, groups)
    this.#batch = new Int32Array(this.#total)
    this.#row = new Int32Array(this.#total)
    for (const [at, ids] of this.#ids.entries()) placeRows(ids, at, next, this.#batch, this.#row)
    this.#starts = starts
  }

  count(group: number): number {
    return (this.#starts[group + 1] ?? 0) - (this.#starts[group] ?? 0)
  }

  rows(group: number): Iterable<RowObject> {
    const from = this.#starts[group] ?? 0
    const to = this.#starts[group + 1] ?? 0
    return { [Symbol.iterator]: () => this.#iterate(from, to) }
  }

  /** No generator: for each row it would cost as much as reading it. */
  #iterate(from: number, to: number): IterableIterator<RowObject> {
    let place = from
    let near = this.#near
    const iterator: IterableIterator<RowObject> = {
      next: () => {
        if (place >= to) return { done: true, value: undefined }
        if (near === undefined || place < near.from || place >= near.to) near = this.#nearOf(place)
        const value = this.#read(near.columns, near.rows[place - near.from] as number)
        place += 1
        return { done: false, value }
      },
      [Symbol.iterator]: () => iterator,
    }
    return iterator
  }

  #nearOf(place: number): NearRows {
    const last = this.#near
    if (last && place >= last.from && place < last.to) return last
    const places = { batches: this.#batches, batch: this.#batch, row: this.#row, total: this.#total }
    this.#near = nearRows(places, place)
    return this.#near
  }

  clear(): void {
    this.#batches.length = 0
    this.#ids.length = 0
    this.#near = undefined
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

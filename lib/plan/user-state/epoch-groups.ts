/**
 * The rows of an epoch by the groups they belong to, for functions that get a group at once when the epoch is complete.
 * Groups are numbered in the order in which they first appeared, rows keep theirs; a row becomes an object only when the
 * function comes to it.
 */
import type { RecordBatch } from '../../columnar/record-batch.ts'
import { type RowReader, rowReader } from '../../columnar/row-reader.ts'
import { valueAt } from '../../columnar/values.ts'
import type { Vector } from '../../columnar/vector.ts'
import type { EntryKey } from '../../state/entry-key.ts'
import { EntryKeys } from '../../state/entry-keys.ts'
import { KeyTable } from '../../state/key-table.ts'
import { longer } from '../../state/longer.ts'
import type { Port } from '../../stream/processor.ts'
import type { Schema } from '../../types/schema.ts'
import type { RowObject } from '../../types/values/row-value.ts'
import { joinedRows } from './joined-rows.ts'
import { byNearGroups, type NearRows, nearRows } from './near-rows.ts'

/** More keys than these are forgotten between epochs. */
const mostKept = 1 << 17
/** Of `#groupOf`: the key has no group in this epoch. */
const none = -1

export class EpochGroups {
  /** Keys of this epoch and of earlier ones, by number: most come again, and what was found for them need not be found again. */
  readonly #keys: KeyTable
  readonly #entryKeys: EntryKeys
  readonly #inputs: readonly InputRows[]
  #ids = new Int32Array(0)
  /** The group of each key, and the key of each group. */
  #groupOf = new Int32Array(0)
  #keyOf = new Int32Array(64)
  #size = 0
  #columns: readonly Vector[] | undefined
  /** By the key's number. */
  #found: (EntryKey | undefined)[] = []
  #texts: (string | null | undefined)[] = []

  /**
   * @param inputs columns of each input: those of its rows, then as many of the key as `keys` says, of the same types in
   * all inputs
   */
  constructor(inputs: readonly Schema[], keys: number) {
    const [first] = inputs as readonly [Schema]
    const types = first.fields.slice(first.length - keys).map(({ type }) => type)
    this.#keys = new KeyTable(types)
    this.#entryKeys = new EntryKeys(types)
    this.#inputs = inputs.map((input) => new InputRows(input, input.length - keys))
  }

  /** Groups so far, of all inputs. */
  get size(): number {
    return this.#size
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
    this.#toGroups(count)
    input.add(batch.columns, rows, this.#ids, count, this.#size)
  }

  /** Numbers of keys become those of their groups, which follow the order of first appearance. */
  #toGroups(count: number): void {
    const { top } = this.#keys
    if (top > this.#groupOf.length) {
      const before = this.#groupOf.length
      this.#groupOf = longer(this.#groupOf, Math.max(top, 2 * before)).fill(none, before)
    }
    if (this.#size + count > this.#keyOf.length) this.#keyOf = longer(this.#keyOf, 2 * (this.#size + count))
    const [ids, groupOf, keyOf] = [this.#ids, this.#groupOf, this.#keyOf]
    let size = this.#size
    for (let i = 0; i < count; i++) {
      const key = ids[i] as number
      let group = groupOf[key] as number
      if (group === none) {
        group = size
        groupOf[key] = group
        keyOf[group] = key
        size += 1
      }
      ids[i] = group
    }
    this.#size = size
    this.#columns = undefined
  }

  /** Key columns: row i is group i's key. */
  keys(): readonly Vector[] {
    this.#columns ??= this.#keys.vectors(this.#keyOf, this.#size)
    return this.#columns
  }

  /** A group's key for tables of entries. */
  entryKey(group: number): EntryKey {
    const number = this.#keyOf[group] as number
    let key = this.#found[number]
    if (key === undefined) {
      key = this.#entryKeys.key(this.keys(), group)
      this.#found[number] = key
    }
    return key
  }

  /** A group's key that is one text. */
  keyText(group: number): string | null {
    const number = this.#keyOf[group] as number
    let text = this.#texts[number]
    if (text === undefined) {
      text = valueAt(this.keys()[0] as Vector, group) as string | null
      this.#texts[number] = text
    }
    return text
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

  /** Forgets the rows, and the keys when there are many: the next epoch begins. */
  clear(): void {
    for (let group = 0; group < this.#size; group++) this.#groupOf[this.#keyOf[group] as number] = none
    this.#size = 0
    this.#columns = undefined
    for (const input of this.#inputs) input.clear()
    if (this.#keys.size > mostKept) this.forgetKeys()
  }

  /** Forgets what was found for keys: tables are others from now on. There is no group. */
  forgetKeys(): void {
    this.#keys.restore(undefined, [])
    this.#found = []
    this.#texts = []
  }
}

/** Rows of one input, batch by batch, and then by group. */
class InputRows {
  /** Columns of a row, without the key's. */
  readonly width: number
  readonly #read: RowReader
  /** Columns of rows, copied. */
  readonly #batches: (readonly Vector[])[] = []
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
    this.#read = rowReader(input.fields.slice(0, width))
  }

  /** @param groups up to now */
  add(columns: readonly Vector[], rows: Int32Array | undefined, ids: Int32Array, count: number, groups: number): void {
    const near = byNearGroups(rows, ids, count, groups)
    this.#batches.push(joinedRows([{ columns: columns.slice(0, this.width), rows: near.rows, count }], count))
    this.#ids.push(near.ids)
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
    return new GroupRows(this, this.#starts[group] ?? 0, this.#starts[group + 1] ?? 0)
  }

  /** The row of a place that is in a window. */
  row(near: NearRows, place: number): RowObject {
    return this.#read(near.columns, near.rows[place - near.from] as number)
  }

  /** The window that a place is in. */
  nearOf(place: number): NearRows {
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

/** A group's rows, read from the first one on by each who asks. */
class GroupRows implements Iterable<RowObject> {
  readonly #input: InputRows
  readonly #from: number
  readonly #to: number

  constructor(input: InputRows, from: number, to: number) {
    this.#input = input
    this.#from = from
    this.#to = to
  }

  [Symbol.iterator](): IterableIterator<RowObject> {
    return new RowIterator(this.#input, this.#from, this.#to)
  }
}

/** No generator: for each row it would cost as much as reading it. */
class RowIterator implements IterableIterator<RowObject> {
  readonly #input: InputRows
  readonly #to: number
  #place: number
  #near: NearRows | undefined

  constructor(input: InputRows, from: number, to: number) {
    this.#input = input
    this.#place = from
    this.#to = to
  }

  next(): IteratorResult<RowObject> {
    const place = this.#place
    if (place >= this.#to) return { done: true, value: undefined }
    let near = this.#near
    if (near === undefined || place < near.from || place >= near.to) {
      near = this.#input.nearOf(place)
      this.#near = near
    }
    this.#place = place + 1
    return { done: false, value: this.#input.row(near, place) }
  }

  [Symbol.iterator](): IterableIterator<RowObject> {
    return this
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

/**
 * The rows that a join has built: one batch of copied columns, and for each key the rows that have it, side by side in
 * one array. Without keys every row belongs to every probe.
 */
import { concatenate, detach } from '../../columnar/gather.ts'
import type { RecordBatch } from '../../columnar/record-batch.ts'
import { KeyTable } from '../../state/key-table.ts'
import type { Schema } from '../../types/schema.ts'
import type { JoinKeyColumns } from './join-key-columns.ts'

export class JoinBuildSide {
  readonly #schema: Schema
  /** undefined = the join has no keys. */
  readonly #keys: JoinKeyColumns | undefined
  #batches: RecordBatch[] = []
  #table: KeyTable | undefined
  /** All rows, once `seal` has been called. */
  rows: RecordBatch
  /** Rows of key k: `order[starts[k]] … order[starts[k + 1] − 1]`, in the order in which they came. */
  starts = new Int32Array(1)
  order = new Int32Array(0)
  /** No key has two rows. */
  unique = true
  sealed = false

  constructor(schema: Schema, keys: JoinKeyColumns | undefined) {
    this.#schema = schema
    this.#keys = keys
    this.rows = concatenate(schema, [])
  }

  /** Copies a batch's rows. */
  add(batch: RecordBatch): void {
    this.#batches.push(detach(batch))
  }

  /** Makes the table of what was added; once. */
  seal(): void {
    if (this.sealed) return
    this.sealed = true
    this.rows =
      this.#batches.length === 1 ? (this.#batches[0] as RecordBatch) : concatenate(this.#schema, this.#batches)
    this.#batches = []
    const count = this.rows.length
    const ids = new Int32Array(count)
    if (this.#keys) {
      this.#table = new KeyTable(this.#keys.types)
      this.#keys.number(this.rows, this.#table, 'assign', ids)
    }
    this.#arrange(ids, this.#table ? this.#table.top : 1)
  }

  /** Numbers of the selected rows' keys, −1 where no row of the build side has the key. */
  find(keys: JoinKeyColumns | undefined, batch: RecordBatch, ids: Int32Array): void {
    if (this.rows.length === 0) ids.fill(-1, 0, batch.selected)
    else if (keys && this.#table) keys.number(batch, this.#table, 'find', ids)
    else ids.fill(0, 0, batch.selected)
  }

  /** Forgets everything. */
  clear(): void {
    this.#batches = []
    this.#table = undefined
    this.rows = concatenate(this.#schema, [])
    this.starts = new Int32Array(1)
    this.order = new Int32Array(0)
    this.unique = true
    this.sealed = false
  }

  /** Counting sort of rows by key. */
  #arrange(ids: Int32Array, keys: number): void {
    const starts = new Int32Array(keys + 1)
    for (const id of ids) if (id >= 0) starts[id + 1] = (starts[id + 1] as number) + 1
    this.unique = starts.every((rows) => rows <= 1)
    for (let key = 0; key < keys; key++) starts[key + 1] = (starts[key + 1] as number) + (starts[key] as number)
    const next = starts.slice()
    const order = new Int32Array(starts[keys] as number)
    for (let row = 0; row < ids.length; row++) {
      const id = ids[row] as number
      if (id < 0) continue
      const at = next[id] as number
      order[at] = row
      next[id] = at + 1
    }
    this.starts = starts
    this.order = order
  }
}

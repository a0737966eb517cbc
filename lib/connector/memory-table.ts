import type { RecordBatch } from '../columnar/record-batch.ts'
import { rowsOf } from '../columnar/values.ts'
import type { SqlValue } from '../types/data-type.ts'
import type { Schema } from '../types/schema.ts'
import { type RowObject, toRowObject } from '../types/values/row-value.ts'

/** What a memory sink has committed; outlives its query within the session. */
export class MemoryTable {
  readonly schema: Schema
  readonly #epochs: { readonly epoch: number; readonly batches: readonly RecordBatch[] }[] = []

  constructor(schema: Schema) {
    this.schema = schema
  }

  /** The last committed epoch, −1 when none. */
  get latest(): number {
    return this.#epochs.at(-1)?.epoch ?? -1
  }

  /** Makes an epoch's rows visible; `replace` drops what was there (complete mode). */
  commit(epoch: number, batches: readonly RecordBatch[], replace: boolean): void {
    if (replace) this.#epochs.length = 0
    this.#epochs.push({ epoch, batches })
  }

  /** All batches, or those of one epoch. */
  batches(epoch?: number): readonly RecordBatch[] {
    const chosen = epoch === undefined ? this.#epochs : this.#epochs.filter((one) => one.epoch === epoch)
    return chosen.flatMap((one) => one.batches)
  }

  /** Rows of internal values, in the order written. */
  values(epoch?: number): SqlValue[][] {
    return this.batches(epoch).flatMap(rowsOf)
  }

  /** Rows as a program sees them. */
  rows(epoch?: number): RowObject[] {
    return this.values(epoch).map((row) => toRowObject(this.schema.fields, row))
  }
}

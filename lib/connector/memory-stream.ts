import { batchOf } from '../columnar/builder.ts'
import { concatenate } from '../columnar/gather.ts'
import type { RecordBatch } from '../columnar/record-batch.ts'
import { type Observable, Subject } from '../stream/rx.ts'
import type { SqlValue } from '../types/data-type.ts'
import type { Schema } from '../types/schema.ts'
import { fromRowValue, type RowObject } from '../types/values/row-value.ts'

/**
 * Rows that a program adds while queries read them (Spark's MemoryStream). Every query sees all rows from the first on;
 * they are kept for the stream's life.
 */
export class MemoryStream {
  readonly schema: Schema
  readonly #additions: RecordBatch[] = []
  readonly #changes = new Subject<void>()

  constructor(schema: Schema) {
    this.schema = schema
  }

  /** How many additions there were: the stream's offset is this minus one. */
  get additions(): number {
    return this.#additions.length
  }

  /** Emits after each addition. */
  get changes$(): Observable<void> {
    return this.#changes
  }

  /**
   * Adds rows, which become visible to one batch together.
   *
   * @param rows objects by column name, or arrays by position
   * @throws MILLRACE_VALUE_TYPE for a value that does not fit its column
   */
  addData(...rows: readonly (RowObject | readonly unknown[])[]): void {
    const internal = rows.map((row, at) =>
      this.schema.fields.map((one, column): SqlValue => {
        const value = Array.isArray(row) ? row[column] : (row as RowObject)[one.name]
        return fromRowValue(one.type, value, `row ${at}, column ${one.name}`)
      }),
    )
    this.#additions.push(batchOf(this.schema, internal))
    this.#changes.next()
  }

  /** Additions `from` (inclusive) to `to` (exclusive), as one batch. */
  slice(from: number, to: number): RecordBatch {
    return concatenate(this.schema, this.#additions.slice(from, to))
  }
}

/** Rows that a program's function gives, as batches. */
import { VectorBuilder } from '../../columnar/builder.ts'
import { RecordBatch } from '../../columnar/record-batch.ts'
import type { Out } from '../../stream/processor.ts'
import type { Schema } from '../../types/schema.ts'
import { KnownColumns } from '../../types/values/known-columns.ts'
import { fromRowValue, type RowObject } from '../../types/values/row-value.ts'

/** Rows of a batch that leaves. */
const outputRows = 8192

export class ResultRows {
  readonly #schema: Schema
  readonly #flat: boolean
  /** Of each column, for messages. */
  readonly #where: readonly string[]
  readonly #known: KnownColumns
  #builders: VectorBuilder[] | undefined
  #rows = 0

  /**
   * @param flat a row is the value of the only column
   * @param name of the function, for messages
   */
  constructor(schema: Schema, flat: boolean, name: string) {
    this.#schema = schema
    this.#flat = flat
    this.#known = new KnownColumns(schema.fields, name)
    this.#where = schema.fields.map((one) => `column ${one.name} of a row given by ${name}`)
  }

  /**
   * Takes a row: an object by column name, an array by position, or a plain value.
   *
   * @throws MILLRACE_VALUE_TYPE for a value that does not fit its column, MILLRACE_UNKNOWN_COLUMN
   */
  add(row: unknown, out: Out): void {
    const { fields } = this.#schema
    this.#builders ??= fields.map(({ type }) => new VectorBuilder(type, 64))
    const byPosition = Array.isArray(row) && !this.#flat
    if (!byPosition && !this.#flat) this.#known.check(row as RowObject)
    for (let at = 0; at < fields.length; at++) {
      const { name, type } = fields[at] as Schema['fields'][number]
      const value: unknown = this.#flat ? row : byPosition ? row[at] : (row as RowObject)[name]
      ;(this.#builders[at] as VectorBuilder).append(fromRowValue(type, value, this.#where[at] as string))
    }
    this.#rows += 1
    if (this.#rows === outputRows) this.flush(out)
  }

  /** Is this a row? A plain value may be null. */
  fits(row: unknown): boolean {
    return this.#flat ? row !== undefined : typeof row === 'object' && row !== null
  }

  /** Sends on what was taken. */
  flush(out: Out): void {
    if (!this.#builders) return
    const columns = this.#builders.map((one) => one.finish())
    const rows = this.#rows
    this.#builders = undefined
    this.#rows = 0
    out.batch(new RecordBatch(this.#schema, columns, rows))
  }

  /** Forgets what was taken. */
  clear(): void {
    this.#builders = undefined
    this.#rows = 0
  }
}

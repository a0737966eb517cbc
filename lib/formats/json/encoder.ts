/** Batches to lines of JSON. */
import type { RecordBatch } from '../../columnar/record-batch.ts'
import { valueAt } from '../../columnar/values.ts'
import { utf8Of } from '../../columnar/bytes.ts'
import type { Schema } from '../../types/schema.ts'
import type { RecordEncoder } from '../format.ts'
import type { OutputBuffer } from '../output-buffer.ts'
import type { JsonWriteOptions } from './options.ts'
import { JsonValueWriter } from './value-writer.ts'

export class JsonEncoder implements RecordEncoder {
  readonly #writer: JsonValueWriter
  readonly #separator: Uint8Array
  constructor(schema: Schema, options: JsonWriteOptions) {
    this.#writer = new JsonValueWriter({ kind: 'struct', fields: schema.fields }, options)
    this.#separator = utf8Of(options.lineSep)
  }
  encode(batch: RecordBatch, target: OutputBuffer): void {
    for (let i = 0; i < batch.selected; i++) {
      const row = batch.selection === undefined ? i : (batch.selection[i] as number)
      target.append(utf8Of(this.#writer.text(batch.columns.map((column) => valueAt(column, row)))))
      target.append(this.#separator)
    }
  }
}

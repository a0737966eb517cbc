/** Batches to lines of JSON: a writer generated for the schema and for how a batch's columns are laid out. */

import { utf8Of } from '../../columnar/bytes.ts'
import type { RecordBatch } from '../../columnar/record-batch.ts'
import { rowAt } from '../../columnar/values.ts'
import type { Schema } from '../../types/schema.ts'
import { checkEncoding, encodedText } from '../encoding.ts'
import type { RecordEncoder } from '../format.ts'
import { OutputBuffer } from '../output-buffer.ts'
import { encodeRows } from './encode-rows.ts'
import type { JsonWriteOptions } from './options.ts'
import { RowWriters } from './row-writers.ts'
import { JsonValueWriter } from './value-writer.ts'

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * Writes rows as Spark's JSON writer does. The generated code writes flat columns; nested ones, odd formats and `pretty`
 * go value by value through `JsonValueWriter`.
 */
export class JsonEncoder implements RecordEncoder {
  readonly #writers: RowWriters
  readonly #separator: Uint8Array
  /** Writes whole rows, for layouts that the generated code does not have. */
  readonly #rows: JsonValueWriter
  readonly #pretty: boolean
  readonly #encoding: string | undefined
  /** UTF-8 on its way into another encoding. */
  readonly #utf8 = new OutputBuffer(16)
  #first = true

  /** @throws UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE, INVALID_DATETIME_PATTERN, INVALID_TIMEZONE */
  constructor(schema: Schema, options: JsonWriteOptions) {
    this.#separator = utf8Of(options.lineSep)
    this.#pretty = options.pretty
    this.#encoding = options.encoding === undefined || /^utf-?8$/i.test(options.encoding) ? undefined : options.encoding
    if (this.#encoding !== undefined) checkEncoding(this.#encoding)
    this.#writers = new RowWriters(schema, options, this.#separator)
    this.#rows = new JsonValueWriter({ kind: 'struct', fields: schema.fields }, options)
  }

  encode(batch: RecordBatch, target: OutputBuffer): void {
    if (this.#encoding === undefined) return this.#encode(batch, target)
    this.#utf8.clear()
    this.#encode(batch, this.#utf8)
    target.append(encodedText(decoder.decode(this.#utf8.written()), this.#encoding, this.#first))
    this.#first = false
  }

  #encode(batch: RecordBatch, target: OutputBuffer): void {
    if (this.#pretty) return this.#encodeSlowly(batch, target)
    encodeRows(batch, this.#writers, target)
  }

  #encodeSlowly(batch: RecordBatch, target: OutputBuffer): void {
    for (let at = 0; at < batch.selected; at++) {
      const row = batch.selection === undefined ? at : (batch.selection[at] as number)
      target.append(utf8Of(this.#rows.text(rowAt(batch, row))))
      target.append(this.#separator)
    }
  }
}

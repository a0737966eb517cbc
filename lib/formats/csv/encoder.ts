/** Batches to lines of csv. */
import { utf8Of } from '../../columnar/bytes.ts'
import type { RecordBatch } from '../../columnar/record-batch.ts'
import { rowAt } from '../../columnar/values.ts'
import type { SqlValue } from '../../types/data-type.ts'
import type { Schema } from '../../types/schema.ts'
import { encodedText } from '../encoding.ts'
import type { RecordEncoder } from '../format.ts'
import type { OutputBuffer } from '../output-buffer.ts'
import type { CsvWriteOptions } from './options.ts'
import { CsvRowText } from './row-text.ts'
import { type ValueText, valueTextOf } from './value-text.ts'

export class CsvEncoder implements RecordEncoder {
  readonly #schema: Schema
  readonly #options: CsvWriteOptions
  readonly #rows: CsvRowText
  readonly #texts: readonly ValueText[]
  #first = true

  /** @throws UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE, INVALID_DATETIME_PATTERN, INVALID_TIMEZONE */
  constructor(schema: Schema, options: CsvWriteOptions) {
    this.#schema = schema
    this.#options = options
    this.#rows = new CsvRowText(options)
    this.#texts = schema.fields.map((field) => valueTextOf(field, options))
  }

  encode(batch: RecordBatch, target: OutputBuffer): void {
    this.#header(target)
    let text = ''
    for (let at = 0; at < batch.selected; at++) {
      const row = batch.selection === undefined ? at : (batch.selection[at] as number)
      text += this.#rows.line(rowAt(batch, row).map((value, i) => this.#text(value, i)))
    }
    this.#append(text, target)
  }

  finish(target: OutputBuffer): void {
    this.#header(target)
  }

  #text(value: SqlValue, i: number): string | undefined {
    return value === null ? undefined : (this.#texts[i] as ValueText)(value)
  }

  #header(target: OutputBuffer): void {
    if (!this.#first) return
    if (this.#options.header) this.#append(this.#rows.line(this.#schema.fields.map((field) => field.name)), target)
    this.#first = false
  }

  #append(text: string, target: OutputBuffer): void {
    const { encoding } = this.#options
    if (text === '') return
    if (encoding === undefined || /^utf-8$/i.test(encoding)) target.append(utf8Of(text))
    else target.append(encodedText(text, encoding, this.#first))
  }
}

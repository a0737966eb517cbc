/** Batches to lines of csv: a writer generated for the schema and for how a batch's columns are laid out. */
import { utf8Of } from '../../columnar/bytes.ts'
import type { RecordBatch } from '../../columnar/record-batch.ts'
import type { Schema } from '../../types/schema.ts'
import { encodedText } from '../encoding.ts'
import type { RecordEncoder } from '../format.ts'
import { encodeRows } from '../json/encode-rows.ts'
import { OutputBuffer } from '../output-buffer.ts'
import { unsupportedType } from './converters.ts'
import { checkReadable } from './decoder.ts'
import type { CsvWriteOptions } from './options.ts'
import { CsvRowText } from './row-text.ts'
import { RowWriters } from './row-writers.ts'

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** What all files of a query share. */
export interface CsvWriters {
  readonly rows: CsvRowText
  readonly writers: RowWriters
}

/** @throws UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE, INVALID_DATETIME_PATTERN, INVALID_TIMEZONE */
export function csvWriters(schema: Schema, options: CsvWriteOptions): CsvWriters {
  for (const field of schema.fields) {
    // Variants can be read, but not written.
    if (field.type.kind === 'variant') throw unsupportedType(field)
    if (field.type.kind !== 'null') checkReadable(field)
  }
  const rows = new CsvRowText(options)
  return { rows, writers: new RowWriters(schema, options, rows) }
}

export class CsvEncoder implements RecordEncoder {
  /** A file without rows still has its header. Without it nothing is kept of a file, and one encoder serves all. */
  readonly finish?: (target: OutputBuffer) => void
  readonly #schema: Schema
  readonly #rows: CsvRowText
  readonly #writers: RowWriters
  readonly #encoding: string | undefined
  /** UTF-8 on its way into another encoding. */
  readonly #utf8 = new OutputBuffer(16)
  #headerDue: boolean
  #first = true

  constructor(schema: Schema, options: CsvWriteOptions, writers: CsvWriters) {
    this.#schema = schema
    this.#headerDue = options.header
    this.#encoding = options.encoding === undefined || /^utf-8$/i.test(options.encoding) ? undefined : options.encoding
    this.#rows = writers.rows
    this.#writers = writers.writers
    if (options.header || this.#encoding !== undefined) this.finish = (target) => this.#finish(target)
  }

  encode(batch: RecordBatch, target: OutputBuffer): void {
    this.#transcoded(target, (utf8) => {
      this.#header(utf8)
      this.#encode(batch, utf8)
    })
  }

  #finish(target: OutputBuffer): void {
    this.#transcoded(target, (utf8) => this.#header(utf8))
  }

  #header(target: OutputBuffer): void {
    if (!this.#headerDue) return
    this.#headerDue = false
    target.append(utf8Of(this.#rows.line(this.#schema.fields.map((field) => field.name))))
  }

  #encode(batch: RecordBatch, target: OutputBuffer): void {
    encodeRows(batch, this.#writers, target)
  }

  #transcoded(target: OutputBuffer, write: (utf8: OutputBuffer) => void): void {
    if (this.#encoding === undefined) return write(target)
    this.#utf8.clear()
    write(this.#utf8)
    if (this.#utf8.top === 0) return
    target.append(encodedText(decoder.decode(this.#utf8.written()), this.#encoding, this.#first))
    this.#first = false
  }
}

/** Batches to lines of JSON: a writer generated for the schema and for how a batch's columns are laid out. */

import { utf8Of } from '../../columnar/bytes.ts'
import type { RecordBatch } from '../../columnar/record-batch.ts'
import { rowAt } from '../../columnar/values.ts'
import type { BytesVector, DictionaryVector, Vector } from '../../columnar/vector.ts'
import type { Schema } from '../../types/schema.ts'
import { checkEncoding, encodedText } from '../encoding.ts'
import type { RecordEncoder } from '../format.ts'
import { OutputBuffer } from '../output-buffer.ts'
import type { JsonWriteOptions } from './options.ts'
import { type Rows, type RowWriter, RowWriters } from './row-writers.ts'
import { JsonValueWriter } from './value-writer.ts'

/** Rows per call of a generated writer; room for them is made before. */
const stepRows = 1024

const noBytes = new Uint8Array(0)
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
    const rows = textRows(batch)
    const write: RowWriter = this.#writers.of(batch.columns)
    const { selected } = batch
    for (let from = 0; from < selected; from += stepRows) {
      const to = Math.min(selected, from + stepRows)
      const room = this.#writers.room(batch, rows, from, to)
      target.reserve(room)
      target.top = write(rows, target, target.top, from, to, room)
    }
  }

  #encodeSlowly(batch: RecordBatch, target: OutputBuffer): void {
    for (let at = 0; at < batch.selected; at++) {
      const row = batch.selection === undefined ? at : (batch.selection[at] as number)
      target.append(utf8Of(this.#rows.text(rowAt(batch, row))))
      target.append(this.#separator)
    }
  }
}

/** What a generated writer reads, by column; made once per batch. */
export function textRows(batch: RecordBatch): Rows {
  const { columns, selection } = batch
  const parts = columns.map((column) => textParts(column))
  return { selection, columns, texts: parts }
}

function textParts(vector: Vector): Rows['texts'][number] {
  if (vector.layout === 'dictionary') {
    const { data, offsets, lengths } = (vector as DictionaryVector).dictionary
    return { data, view: viewOf(data), side: noBytes, sideView: viewOf(noBytes), offsets, lengths }
  }
  if (vector.layout !== 'bytes') return undefined
  const { data, side = noBytes, offsets, lengths } = vector as BytesVector
  return { data, view: viewOf(data), side, sideView: viewOf(side), offsets, lengths }
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

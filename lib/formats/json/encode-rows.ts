/** Batches through generated writers into bytes. */
import type { RecordBatch } from '../../columnar/record-batch.ts'
import type { BytesVector, DictionaryVector, Vector } from '../../columnar/vector.ts'
import type { OutputBuffer } from '../output-buffer.ts'
import type { Rows, RowWriter } from './row-writers.ts'

/** Rows per call of a generated writer; room for them is made before. */
const stepRows = 1024

const noBytes = new Uint8Array(0)

/** Writers of a format, by how a batch's columns are laid out. */
export interface BatchWriters {
  /** Bytes that rows `from … to-1` take at most, what has to be escaped or quoted apart. */
  room(batch: RecordBatch, rows: Rows, from: number, to: number): number
  of(columns: readonly Vector[]): RowWriter
}

/** Appends the batch's selected rows. */
export function encodeRows(batch: RecordBatch, writers: BatchWriters, target: OutputBuffer): void {
  const rows = textRows(batch)
  const write = writers.of(batch.columns)
  const { selected } = batch
  for (let from = 0; from < selected; from += stepRows) {
    const to = Math.min(selected, from + stepRows)
    const room = writers.room(batch, rows, from, to)
    target.reserve(room)
    target.top = write(rows, target, target.top, from, to, room)
  }
}

/** What a generated writer reads, by column; made once per batch. */
function textRows(batch: RecordBatch): Rows {
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

/** Writes the bytes of one string column, each value with a line separator behind it; a null is an empty line. */
import type { RecordBatch } from '../../columnar/record-batch.ts'
import type { BytesVector, Vector } from '../../columnar/vector.ts'
import { invariant } from '../../errors.ts'
import type { RecordEncoder } from '../format.ts'
import type { OutputBuffer } from '../output-buffer.ts'

export class TextEncoding implements RecordEncoder {
  readonly #separator: Uint8Array

  constructor(separator: Uint8Array) {
    this.#separator = separator
  }

  encode(batch: RecordBatch, target: OutputBuffer): void {
    const vector = batch.columns[0] as Vector
    if (vector.layout === 'bytes' && vector.nulls === undefined && batch.selection === undefined) {
      return appendRuns(vector, batch.length, this.#separator, target)
    }
    for (let at = 0; at < batch.selected; at++) {
      const row = batch.selection === undefined ? at : (batch.selection[at] as number)
      if (vector.layout !== 'null' && !(vector.nulls !== undefined && vector.nulls[row] === 1))
        appendValue(vector, row, target)
      target.append(this.#separator)
    }
  }
}

/** Lines that stand in a file one behind another, with the separator they will have, are copied together. */
function appendRuns(vector: BytesVector, rows: number, separator: Uint8Array, target: OutputBuffer): void {
  const { data, offsets, lengths } = vector
  const single = separator.length === 1 ? (separator[0] as number) : -1
  for (let row = 0; row < rows; ) {
    const from = offsets[row] as number
    let end = from + (lengths[row] as number)
    row++
    if (from < 0) appendBytes(vector.side as Uint8Array, -1 - from, end - from, target)
    else {
      while (row < rows && offsets[row] === end + 1 && data[end] === single) end += 1 + (lengths[row++] as number)
      target.reserve(end - from)
      target.bytes.set(data.subarray(from, end), target.top)
      target.top += end - from
    }
    target.append(separator)
  }
}

function appendValue(vector: Vector, row: number, target: OutputBuffer): void {
  if (vector.layout === 'dictionary') {
    const { data, offsets, lengths } = vector.dictionary
    const code = vector.codes[row] as number
    return appendBytes(data, offsets[code] as number, lengths[code] as number, target)
  }
  invariant(vector.layout === 'bytes', `a text column laid out as ${vector.layout}`)
  const offset = vector.offsets[row] as number
  const length = vector.lengths[row] as number
  if (offset >= 0) appendBytes(vector.data, offset, length, target)
  else appendBytes(vector.side as Uint8Array, -1 - offset, length, target)
}

function appendBytes(source: Uint8Array, offset: number, length: number, target: OutputBuffer): void {
  target.reserve(length)
  const { bytes, top } = target
  if (length > 64) bytes.set(source.subarray(offset, offset + length), top)
  else for (let i = 0; i < length; i++) bytes[top + i] = source[offset + i] as number
  target.top = top + length
}

/** Chunks of lines to batches of one string column, whose values view the chunk. */
import { ByteDictionary } from '../../columnar/byte-dictionary.ts'
import { hashBytes } from '../../columnar/bytes.ts'
import type { Lease, Pool } from '../../columnar/pool.ts'
import { RecordBatch } from '../../columnar/record-batch.ts'
import type { Vector } from '../../columnar/vector.ts'
import type { Field } from '../../types/data-type.ts'
import { Schema } from '../../types/schema.ts'
import type { Chunk, DecodeRequest, Framing, RecordDecoder } from '../format.ts'

const defaultBatchRows = 8192

/** A dictionary is given up for a new one when it has this many entries: streams do not end. */
const maxDictionaryEntries = 1 << 18

const noColumns = new Schema([])

/** No line is malformed. */
export class TextDecoding implements RecordDecoder {
  readonly schema: Schema
  readonly malformed = 0
  readonly #separator: Uint8Array | undefined
  readonly #wholeFile: boolean
  readonly #capacity: number
  #dictionary: ByteDictionary | undefined
  #offsets = new Int32Array(0)
  #lengths = new Int32Array(0)

  constructor(request: DecodeRequest, framing: Framing) {
    this.schema = new Schema(request.columns.map((at) => request.schema.fields[at] as Field))
    this.#separator = framing.kind === 'lines' ? framing.separator : undefined
    this.#wholeFile = framing.kind === 'file'
    this.#capacity = request.batchRows ?? defaultBatchRows
    if ((request.dictionary?.length ?? 0) > 0) this.#dictionary = new ByteDictionary()
  }

  *decode(chunk: Chunk, pool: Pool): Generator<RecordBatch, void, void> {
    const view = new DataView(chunk.bytes.buffer, chunk.bytes.byteOffset, chunk.bytes.length)
    const state = { at: chunk.from, rows: 0 }
    do {
      const lease = pool.lease(8 * this.#capacity)
      this.#offsets = new Int32Array(lease.buffer, 0, this.#capacity)
      this.#lengths = new Int32Array(lease.buffer, 4 * this.#capacity, this.#capacity)
      state.rows = 0
      if (this.#wholeFile) this.#takeAll(chunk, state)
      else if (this.#separator === undefined) this.#takeLines(chunk, view, state)
      else this.#takeSeparated(chunk, this.#separator, state)
      if (state.rows > 0) yield this.#batch(chunk, view, lease, state.rows)
      else lease.release()
    } while (state.at < chunk.end)
  }

  #takeAll(chunk: Chunk, state: { at: number; rows: number }): void {
    this.#offsets[0] = chunk.from
    this.#lengths[0] = chunk.end - chunk.from
    state.at = chunk.end
    state.rows = 1
  }

  /** `\n`, `\r\n` and `\r` end a line. Four bytes a step: a word is passed over when none of them is below 14. */
  #takeLines(chunk: Chunk, view: DataView, state: { at: number; rows: number }): void {
    const { bytes, end } = chunk
    const offsets = this.#offsets
    const lengths = this.#lengths
    let { at } = state
    let rows = 0
    for (; at < end && rows < offsets.length; rows++) {
      const from = at
      for (;;) {
        const word = view.getInt32(at, true)
        const low = (word - 0x0e0e0e0e) & ~word & 0x80808080
        if (low === 0) {
          at += 4
          continue
        }
        at += (31 - Math.clz32(low & -low)) >> 3
        if (bytes[at] === 10 || bytes[at] === 13) break
        at++
      }
      offsets[rows] = from
      lengths[rows] = at - from
      at += bytes[at] === 13 && at + 1 < end && bytes[at + 1] === 10 ? 2 : 1
    }
    state.at = at
    state.rows = rows
  }

  #takeSeparated(chunk: Chunk, separator: Uint8Array, state: { at: number; rows: number }): void {
    const { bytes, end } = chunk
    let { at } = state
    let rows = 0
    for (; at < end && rows < this.#capacity; rows++) {
      const from = at
      while (at < end && !startsAt(bytes, at, separator)) at++
      this.#offsets[rows] = from
      this.#lengths[rows] = at - from
      at += separator.length
    }
    state.at = at
    state.rows = rows
  }

  #batch(chunk: Chunk, view: DataView, lease: Lease, length: number): RecordBatch {
    // The chunk belongs to the caller: a parent makes `retain` reach it, and `release` leave it.
    const parent = new RecordBatch(noColumns, [], length, { leases: [chunk.lease] })
    const columns = this.schema.fields.map((field) => this.#vector(field, chunk, view, length))
    return new RecordBatch(this.schema, columns, length, { leases: [lease], parent })
  }

  #vector({ type }: Field, chunk: Chunk, view: DataView, length: number): Vector {
    // Literals, not a spread base, as in the json scan: V8's copy is slow, and memory grows with the batches.
    const nulls = undefined
    const offsets = this.#offsets
    const lengths = this.#lengths
    if (this.#dictionary === undefined)
      return { type, length, nulls, layout: 'bytes', data: chunk.bytes, side: undefined, offsets, lengths }
    if (this.#dictionary.size > maxDictionaryEntries) this.#dictionary = new ByteDictionary()
    const dictionary = this.#dictionary
    for (let row = 0; row < length; row++) {
      const from = offsets[row] as number
      const size = lengths[row] as number
      offsets[row] = dictionary.lookup(chunk.bytes, view, from, size, hashBytes(view, from, size))
    }
    return { type, length, nulls, layout: 'dictionary', codes: offsets, dictionary }
  }
}

function startsAt(bytes: Uint8Array, at: number, piece: Uint8Array): boolean {
  for (let i = 0; i < piece.length; i++) if (bytes[at + i] !== piece[i]) return false
  return true
}

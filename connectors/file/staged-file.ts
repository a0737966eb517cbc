/** One output file while its epoch is being written: encoded into memory, written in large pieces. */
import type { RecordBatch } from '../../lib/columnar/record-batch.ts'
import type { FileSystem, ImmediateWriter } from '../../lib/files/file-system.ts'
import type { RecordEncoder } from '../../lib/formats/format.ts'
import { OutputBuffer } from '../../lib/formats/output-buffer.ts'
import type { Compression } from './compression.ts'

/** Bytes gathered before they are written: calls of a few MB cost no more than the copy into the page cache. */
export const flushBytes = 4 << 20

export interface StagedFileParts {
  readonly files: FileSystem
  /** Where it is written until its epoch commits. */
  readonly stagedPath: string
  /** Where it will be. */
  readonly finalPath: string
  readonly encoder: RecordEncoder
  readonly compression: Compression
  /** Shared by files that are written one after another. */
  readonly buffer?: OutputBuffer
}

export class StagedFile {
  readonly stagedPath: string
  readonly finalPath: string
  rows = 0
  /** Bytes in the file. */
  size = 0
  readonly #parts: StagedFileParts
  readonly #buffer: OutputBuffer
  #writer: ImmediateWriter | undefined
  #finished = false

  constructor(parts: StagedFileParts) {
    this.stagedPath = parts.stagedPath
    this.finalPath = parts.finalPath
    this.#parts = parts
    this.#buffer = parts.buffer ?? new OutputBuffer(2048)
    this.#buffer.clear()
  }

  /** Bytes in memory. */
  get buffered(): number {
    return this.#buffer.top
  }

  /** Does it hold a file handle? */
  get isOpen(): boolean {
    return this.#writer !== undefined
  }

  append(batch: RecordBatch): void {
    this.#parts.encoder.encode(batch, this.#buffer)
    this.rows += batch.selected
    if (this.#buffer.top >= flushBytes) this.flush()
  }

  /** Writes what is in memory. */
  flush(): void {
    this.#writer ??= this.#parts.files.immediate.openWrite(this.stagedPath)
    if (this.#buffer.top === 0) return
    const { compress } = this.#parts.compression
    const bytes = compress ? compress(this.#buffer.written()) : this.#buffer.written()
    this.#writer.write(bytes)
    this.size += bytes.length
    this.#buffer.clear()
  }

  /** Writes the rest; the contents are durable when this returns. */
  finish(): void {
    if (this.#finished) return
    this.#parts.encoder.finish?.(this.#buffer)
    this.flush()
    this.#writer?.sync()
    this.close()
  }

  /** Gives up the handle and the memory, finished or not. */
  close(): void {
    this.#finished = true
    this.#buffer.clear()
    const writer = this.#writer
    this.#writer = undefined
    writer?.close()
  }
}

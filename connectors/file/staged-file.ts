/** One output file while its epoch is being written: encoded into memory, written in large pieces. */
import type { RecordBatch } from '../../lib/columnar/record-batch.ts'
import type { FileSystem, ImmediateWriter } from '../../lib/files/file-system.ts'
import type { RecordEncoder } from '../../lib/formats/format.ts'
import { OutputBuffer } from '../../lib/formats/output-buffer.ts'
import type { Compression, FileCompressor } from './compression.ts'

/** Bytes gathered before they are written: what still is in the second-level cache when it is copied to the page cache. */
const flushBytes = 1 << 20

/** Bytes written before the disk is set to work on them while the next rows are encoded. */
const syncBytes = 4 << 20

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
  readonly #compressor: FileCompressor | undefined
  #writer: ImmediateWriter | undefined
  #finished = false
  /** Bytes written since the disk was last set to work. */
  #unsynced = 0
  /** The disk's work under way. */
  #behind: Promise<void> | undefined
  #failure: { readonly error: unknown } | undefined

  constructor(parts: StagedFileParts) {
    this.stagedPath = parts.stagedPath
    this.finalPath = parts.finalPath
    this.#parts = parts
    this.#compressor = parts.compression.begin?.()
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
    this.#write(this.#writer, this.#compressor?.compress(this.#buffer.written()) ?? this.#buffer.written())
    this.#buffer.clear()
    if (this.#unsynced >= syncBytes && !this.#behind) this.#syncBehind(this.#writer)
  }

  #write(writer: ImmediateWriter, bytes: Uint8Array): void {
    writer.write(bytes)
    this.size += bytes.length
    this.#unsynced += bytes.length
  }

  /** Writes the rest; the contents are durable when this returns, or when the promise it returns resolves. */
  finish(): Promise<void> | undefined {
    if (this.#finished) return undefined
    this.#finished = true
    this.#parts.encoder.finish?.(this.#buffer)
    this.flush()
    const end = this.#compressor?.finish()
    if (end && end.length > 0 && this.#writer) this.#write(this.#writer, end)
    if (this.#behind) return this.#finishBehind(this.#behind)
    this.#finishNow()
    return undefined
  }

  /** Gives up the handle and the memory, finished or not. */
  close(): void {
    this.#finished = true
    this.#buffer.clear()
    const writer = this.#writer
    this.#writer = undefined
    if (!this.#behind) return writer?.close()
    // Only a file given up is closed this way: how that ends interests nobody.
    this.#behind.then(() => writer?.close()).catch(() => {})
  }

  /** A failure is kept for `finish`. */
  #syncBehind(writer: ImmediateWriter): void {
    this.#unsynced = 0
    this.#behind = writer
      .syncBehind()
      .catch((error) => {
        this.#failure ??= { error }
      })
      .then(() => {
        this.#behind = undefined
      })
  }

  async #finishBehind(behind: Promise<void>): Promise<void> {
    await behind
    this.#finishNow()
  }

  #finishNow(): void {
    if (this.#failure) throw this.#failure.error
    this.#writer?.sync()
    this.close()
  }
}

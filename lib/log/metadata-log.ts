/** A log of one small value per batch: the offset log, the commit log, initial offsets. Spark's HDFSMetadataLog. */
import type { FileSystem } from '../files/file-system.ts'
import { LogDirectory } from './log-directory.ts'

/** How a value is written; `path` is named in errors. */
export interface LogCodec<T> {
  encode(value: T): Uint8Array
  decode(bytes: Uint8Array, path: string): T
}

export class MetadataLog<T> {
  readonly #directory: LogDirectory
  readonly #codec: LogCodec<T>

  private constructor(directory: LogDirectory, codec: LogCodec<T>) {
    this.#directory = directory
    this.#codec = codec
  }

  /** @param path the log's directory, which need not exist */
  static async open<T>(files: FileSystem, path: string, codec: LogCodec<T>): Promise<MetadataLog<T>> {
    return new MetadataLog(await LogDirectory.open(files, path), codec)
  }

  /** The log's directory. */
  get path(): string {
    return this.#directory.path
  }

  /** Highest batch id, −1 when the log is empty. */
  get latest(): number {
    return this.#directory.latest
  }

  /** Batch ids, ascending. */
  get batchIds(): readonly number[] {
    return this.#directory.entries.map((entry) => entry.id)
  }

  /** undefined when the batch is not in the log. */
  async get(batchId: number): Promise<T | undefined> {
    const name = String(batchId)
    if (!this.#directory.has(name)) return undefined
    return this.#codec.decode(await this.#directory.read(name), `${this.#directory.path}/${name}`)
  }

  /**
   * Adds a batch, durable when this resolves.
   *
   * @throws CONCURRENT_STREAM_LOG_UPDATE when the batch is in the log
   */
  async add(batchId: number, value: T): Promise<void> {
    await this.#directory.create(String(batchId), this.#codec.encode(value), 0)
  }

  /** Removes all batches below `before`. */
  async purge(before: number): Promise<void> {
    for (const { id, name } of this.#directory.entries) if (id < before) await this.#directory.remove(name)
  }

  /** Removes all batches above `after`. */
  async truncate(after: number): Promise<void> {
    for (const { id, name } of this.#directory.entries) if (id > after) await this.#directory.remove(name)
  }
}

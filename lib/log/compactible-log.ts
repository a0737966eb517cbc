/**
 * A log that says what all batches so far have in sum: a file source's seen files, a file sink's `_spark_metadata`.
 * Spark's CompactibleFileStreamLog: JSON lines under `v1`; every n-th batch is written as `N.compact` and holds all
 * entries before it too, so that the earlier files can go.
 */
import { invariant } from '../errors.ts'
import type { FileSystem } from '../files/file-system.ts'
import { compactName, LogDirectory } from './log-directory.ts'
import { decodeLines, encodeLines, malformedLog } from './log-text.ts'

export interface CompactibleLogOptions<T> {
  /** One line, without newline. */
  encode(entry: T): string
  decode(line: string): T
  /** false: the entry is left out of the next compaction and of `all()`. Default: every entry stays. */
  retains?(entry: T, nowMs: number): boolean
  /** Spark's `spark.sql.streaming.file{Source,Sink}.log.compactInterval`; an existing log's own interval wins. */
  readonly compactInterval?: number
  /** Age at which files that a compaction made superfluous are removed; Spark's `…log.cleanupDelay`, 10 minutes. */
  readonly cleanupDelayMs?: number
  /** Spark's `…log.deletion`. */
  readonly deletes?: boolean
  /** Spark's `spark.sql.streaming.minBatchesToRetain`. */
  readonly minBatchesToRetain?: number
  nowMs(): number
}

export class CompactibleLog<T> {
  /** Batches between two compactions. */
  readonly compactInterval: number
  readonly #directory: LogDirectory
  readonly #options: CompactibleLogOptions<T>

  private constructor(directory: LogDirectory, options: CompactibleLogOptions<T>) {
    this.#directory = directory
    this.#options = options
    this.compactInterval = intervalOf(directory, options.compactInterval ?? 10)
  }

  /** @param path the log's directory, which need not exist */
  static async open<T>(files: FileSystem, path: string, options: CompactibleLogOptions<T>): Promise<CompactibleLog<T>> {
    return new CompactibleLog(await LogDirectory.open(files, path), options)
  }

  /** Highest batch id, −1 when the log is empty. */
  get latest(): number {
    return this.#directory.latest
  }

  /** Is this batch written as `N.compact`? */
  isCompaction(batchId: number): boolean {
    return (batchId + 1) % this.compactInterval === 0
  }

  /**
   * Entries of one batch's file (of a compacted one: of everything before it too); undefined when it is not there.
   */
  async get(batchId: number): Promise<readonly T[] | undefined> {
    const lines = await this.#lines(batchId)
    return lines?.map((line) => this.#decode(line, batchId))
  }

  /** Entries of all batches, oldest first, without those no longer retained. */
  async all(): Promise<readonly T[]> {
    const latest = this.latest
    if (latest < 0) return []
    const first = Math.max(0, Math.floor((latest + 1) / this.compactInterval) * this.compactInterval - 1)
    const now = this.#options.nowMs()
    const entries: T[] = []
    for (let id = first; id <= latest; id += 1) {
      for (const line of await this.#required(id)) {
        const entry = this.#decode(line, id)
        if (this.#options.retains?.(entry, now) ?? true) entries.push(entry)
      }
    }
    return entries
  }

  /**
   * Adds a batch, durable when this resolves; compacts and cleans up when it is its turn.
   *
   * @throws CONCURRENT_STREAM_LOG_UPDATE when the batch is in the log
   */
  async add(batchId: number, entries: readonly T[]): Promise<void> {
    const lines = entries.map((entry) => this.#options.encode(entry))
    const now = this.#options.nowMs()
    if (this.isCompaction(batchId)) {
      await this.#directory.create(
        compactName(batchId),
        encodeLines([...(await this.#before(batchId, now)), ...lines]),
        now,
      )
    } else await this.#directory.create(String(batchId), encodeLines(lines), now)
    if (this.#options.deletes ?? true) await this.#clean(batchId, now)
  }

  /** Lines of all batches since the compaction before `batchId`, that one included, without what is not retained. */
  async #before(batchId: number, now: number): Promise<readonly string[]> {
    const kept: string[] = []
    for (let id = Math.max(0, batchId - this.compactInterval); id < batchId; id += 1) {
      const lines = await this.#required(id)
      // Copied as text: a compaction of a million entries parses none.
      const { retains } = this.#options
      for (const line of lines) if (!retains || retains(this.#decode(line, id), now)) kept.push(line)
    }
    return kept
  }

  /** CompactibleFileStreamLog.deleteExpiredLog. */
  async #clean(batchId: number, now: number): Promise<void> {
    const oldest = batchId + 1 - (this.#options.minBatchesToRetain ?? 100)
    if (oldest < this.compactInterval) return
    const compaction = oldest - (oldest % this.compactInterval) - 1
    const expired = now - (this.#options.cleanupDelayMs ?? 600_000)
    for (const { id, name, modifiedMs } of this.#directory.entries) {
      if (id >= compaction) return
      if (modifiedMs <= expired) await this.#directory.remove(name)
    }
  }

  async #required(batchId: number): Promise<readonly string[]> {
    const lines = await this.#lines(batchId)
    if (lines) return lines
    const { path } = this.#directory
    throw malformedLog(
      `${path}/${batchId}`,
      `The file of batch ${batchId} doesn't exist (latest: ${this.latest}, compactInterval: ${this.compactInterval})`,
    )
  }

  async #lines(batchId: number): Promise<readonly string[] | undefined> {
    const name = this.#directory.has(compactName(batchId)) ? compactName(batchId) : String(batchId)
    if (!this.#directory.has(name)) return undefined
    return decodeLines(await this.#directory.read(name), `${this.#directory.path}/${name}`)
  }

  #decode(line: string, batchId: number): T {
    try {
      return this.#options.decode(line)
    } catch (error) {
      throw malformedLog(
        `${this.#directory.path}/${batchId}`,
        `It has a line that is not an entry: ${line.slice(0, 200)}`,
        error,
      )
    }
  }
}

/** The interval an existing log was written with, else one that fits the wish (Spark's three cases). */
function intervalOf(directory: LogDirectory, wish: number): number {
  invariant(Number.isSafeInteger(wish) && wish > 0, `a compact interval of ${wish}`)
  const compacted = directory.entries.filter((entry) => entry.compact).map((entry) => entry.id)
  const latest = compacted.at(-1)
  if (latest === undefined) return wish
  const previous = compacted.at(-2)
  return previous === undefined ? deriveInterval(wish, latest) : latest - previous
}

/** CompactibleFileStreamLog.deriveCompactInterval: the smallest divisor of latest + 1 that is at least the wish. */
function deriveInterval(wish: number, latest: number): number {
  const count = latest + 1
  if (count <= wish || wish >= Math.floor(count / 2)) return count
  for (let divisor = wish; divisor <= count / 2; divisor += 1) if (count % divisor === 0) return divisor
  return count
}

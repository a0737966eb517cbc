/** The log of a source's files, `sources/i`: what each offset stands for. Spark's FileStreamSourceLog. */
import type { SourceContext } from '../../lib/connector/connector.ts'
import { MillraceError } from '../../lib/errors.ts'
import { fromUri, toUri } from '../../lib/files/paths.ts'
import { CompactibleLog } from '../../lib/log/compactible-log.ts'
import { durationConf, integerConf } from './log-confs.ts'

/** A file and the log entry (= offset) it came with. */
export interface SourceFile {
  readonly path: string
  readonly modifiedMs: number
  readonly offset: number
}

/** Files by offset, 0 upwards without a gap. */
export interface SourceLog {
  /** Highest offset, −1 when there is none. */
  readonly latest: number
  /** Durable when it resolves. */
  add(offset: number, files: readonly SourceFile[]): Promise<void>
  /** Files of the offsets `from … to`, both included, in the order they were added. */
  files(from: number, to: number): Promise<readonly SourceFile[]>
  all(): Promise<readonly SourceFile[]>
}

/** Opens the log of a streaming source; a static read has one in memory. */
export async function openSourceLog(context: SourceContext): Promise<SourceLog> {
  if (context.checkpoint === undefined) return new MemorySourceLog()
  const log = await CompactibleLog.open<SourceFile>(context.files, context.checkpoint, {
    encode,
    decode,
    compactInterval: integerConf(context, 'spark.sql.streaming.fileSource.log.compactInterval', 10),
    cleanupDelayMs: durationConf(context, 'spark.sql.streaming.fileSource.log.cleanupDelay', 600_000),
    deletes: context.conf('spark.sql.streaming.fileSource.log.deletion') !== 'false',
    minBatchesToRetain: integerConf(context, 'spark.sql.streaming.minBatchesToRetain', 100),
    nowMs: () => context.nowMs(),
  })
  return new DurableSourceLog(log, context.checkpoint)
}

class DurableSourceLog implements SourceLog {
  readonly #log: CompactibleLog<SourceFile>
  readonly #path: string
  /** The last entries, which a batch is about to read: kept so that a compaction need not be parsed for one file. */
  readonly #recent = new Map<number, readonly SourceFile[]>()

  constructor(log: CompactibleLog<SourceFile>, path: string) {
    this.#log = log
    this.#path = path
  }

  get latest(): number {
    return this.#log.latest
  }

  async add(offset: number, files: readonly SourceFile[]): Promise<void> {
    await this.#log.add(offset, files)
    this.#recent.set(offset, files)
    this.#recent.delete(offset - recentEntries)
  }

  async files(from: number, to: number): Promise<readonly SourceFile[]> {
    const found: SourceFile[] = []
    for (let offset = from; offset <= to; offset++) found.push(...(await this.#at(offset)))
    return found
  }

  async #at(offset: number): Promise<readonly SourceFile[]> {
    const recent = this.#recent.get(offset)
    if (recent) return recent
    const entries = await this.#log.get(offset)
    if (entries) return entries.filter((file) => file.offset === offset)
    // The entry's own file may have been cleaned up; a compaction still has it.
    const found = (await this.#log.all()).filter((file) => file.offset === offset)
    if (found.length > 0) return found
    throw new MillraceError(
      'MILLRACE_SOURCE_LOG_GAP',
      `The source's log has no entry for an offset that the checkpoint names; it was changed from outside: ${this.#path}, offset ${offset}`,
      { parameters: { path: this.#path, offset: String(offset) } },
    )
  }

  all(): Promise<readonly SourceFile[]> {
    return this.#log.all()
  }
}

const recentEntries = 4

class MemorySourceLog implements SourceLog {
  readonly #entries: (readonly SourceFile[])[] = []

  get latest(): number {
    return this.#entries.length - 1
  }

  async add(_: number, files: readonly SourceFile[]): Promise<void> {
    this.#entries.push(files)
  }

  async files(from: number, to: number): Promise<readonly SourceFile[]> {
    return this.#entries.slice(from, to + 1).flat()
  }

  async all(): Promise<readonly SourceFile[]> {
    return this.#entries.flat()
  }
}

function encode(file: SourceFile): string {
  return JSON.stringify({ path: toUri(file.path), timestamp: file.modifiedMs, batchId: file.offset })
}

function decode(line: string): SourceFile {
  const { path, timestamp, batchId } = JSON.parse(line) as { path: string; timestamp: number; batchId: number }
  return { path: fromUri(path), modifiedMs: timestamp, offset: batchId }
}

/**
 * Streams the files that appear under a path, each once, oldest first. Spark's FileStreamSource: an offset is an index
 * into the source's own log, which names the files, so a range of offsets always means the same rows.
 */
import type { Offset, Scan, ScanRequest, Source, SourceContext, SourceMetrics } from '../../lib/connector/connector.ts'
import type { ReadLimit } from '../../lib/connector/read-limit.ts'
import { MillraceError } from '../../lib/errors.ts'
import type { Evaluation } from '../../lib/expressions/evaluation.ts'
import { toHadoopText } from '../../lib/files/paths.ts'
import type { Observable } from '../../lib/stream/rx.ts'
import type { Schema } from '../../lib/types/schema.ts'
import { FileCleaner } from './clean-source.ts'
import { FileIndex } from './file-index.ts'
import { type FileSourceOptions, fileSourceOptions } from './file-options.ts'
import { FileScans, type FileSourceParts } from './file-scan.ts'
import type { PlacedFile } from './partition-columns.ts'
import { SeenFiles } from './seen-files.ts'
import { openSourceLog, type SourceFile, type SourceLog } from './source-log.ts'
import { watchFiles } from './watch-files.ts'

/** A file that no batch has taken yet. */
interface NewFile {
  readonly path: string
  readonly modifiedMs: number
  readonly size: number
}

export class FileSource implements Source {
  readonly schema: Schema
  readonly description: string
  readonly metrics: SourceMetrics
  readonly defaultLimit: ReadLimit
  readonly changes$?: Observable<void>
  readonly #context: SourceContext
  readonly #options: FileSourceOptions
  readonly #index: FileIndex
  readonly #log: SourceLog
  readonly #scans: FileScans
  readonly #seen: SeenFiles
  readonly #cleaner: FileCleaner | undefined
  /** Listed and not taken yet: the next batches need no listing. */
  #unread: readonly NewFile[] | undefined
  /** AvailableNow: `#unread` is all there is. */
  #frozen = false
  /** Known once there are files: does the path hold the output of a file sink? */
  #fromSinkLog: boolean | undefined
  /** Offsets up to here have been cleaned up after. */
  #cleaned: number | undefined

  private constructor(parts: FileSourceParts, options: FileSourceOptions, index: FileIndex, log: SourceLog) {
    const { context, schema } = parts
    this.schema = schema
    this.description = `FileStreamSource[${toHadoopText(index.path)}]`
    this.#context = context
    this.#options = options
    this.#index = index
    this.#log = log
    this.#scans = new FileScans(parts, index)
    this.metrics = this.#scans
    this.defaultLimit = limitOf(options)
    this.#seen = new SeenFiles(maxAgeOf(options), options.fileNameOnly)
    this.#cleaner = FileCleaner.of(options, index.path, context)
    const changes = watchFiles(index.path, parts.entries, context)
    if (changes) this.changes$ = changes
  }

  /**
   * Opens a streaming source on its log.
   *
   * @throws MILLRACE_OPTION_INVALID with Spark's texts
   */
  static async open(parts: FileSourceParts): Promise<FileSource> {
    const options = fileSourceOptions(parts.entries)
    const index = new FileIndex(parts.path, parts.entries, parts.context)
    const log = await openSourceLog(parts.context)
    const source = new FileSource(parts, options, index, log)
    for (const file of await log.all()) source.#seen.add(file.path, file.modifiedMs)
    source.#seen.purge()
    await source.#scans.open()
    if (index.hasSinkLog) source.#readsSinkLog(true)
    return source
  }

  async initialOffset(): Promise<null> {
    return null
  }

  /**
   * Entries that an earlier run logged and no batch took are handed out first, one at a time if batches are limited: all
   * at once, as Spark does, would break the limit.
   */
  async latestOffset(start: Offset | null, limit: ReadLimit): Promise<Offset | null> {
    const from = logOffset(start)
    this.#cleaned ??= from
    if (from < this.#log.latest && limit.kind !== 'all') return { logOffset: from + 1 }
    const files = this.#take(await this.#newFiles(), limit)
    for (const file of files) this.#seen.add(file.path, file.modifiedMs)
    this.#seen.purge()
    if (files.length > 0) {
      const offset = this.#log.latest + 1
      await this.#log.add(
        offset,
        files.map(({ path, modifiedMs }): SourceFile => ({ path, modifiedMs, offset })),
      )
    }
    const latest = this.#log.latest
    return latest < 0 ? null : { logOffset: latest }
  }

  async prepareForAvailableNow(): Promise<void> {
    this.#unread = undefined
    this.#unread = await this.#newFiles()
    this.#frozen = true
  }

  open(request: ScanRequest, _evaluation: Evaluation): Scan {
    return this.#scans.scan(request, (start, end) => this.#log.files(logOffset(start) + 1, logOffset(end)))
  }

  /** Deletes or archives the files of committed batches, if the options say so; failures are warnings. */
  async commit(end: Offset): Promise<void> {
    const to = logOffset(end)
    if (!this.#cleaner) return
    const from = Math.min(this.#cleaned ?? to - 1, to - 1)
    this.#cleaned = to
    await this.#cleaner.clean(await this.#log.files(from + 1, to))
  }

  async stop(): Promise<void> {}

  /** Files that are new now, in the order in which they are to be read. */
  async #newFiles(): Promise<readonly NewFile[]> {
    if (this.#unread || this.#frozen) return this.#unread ?? []
    const found: NewFile[] = []
    const { immediate } = this.#context.files
    for (const { path } of await this.#listing()) {
      if (this.#seen.has(path)) continue
      const status = immediate.stat(path)
      if (status && this.#seen.isNew(path, status.modifiedMs))
        found.push({ path, modifiedMs: status.modifiedMs, size: status.size })
    }
    const sign = this.#options.latestFirst ? -1 : 1
    return found.sort(
      (a, b) => sign * (a.modifiedMs - b.modifiedMs) || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0),
    )
  }

  async #listing(): Promise<readonly PlacedFile[]> {
    const logged = this.#fromSinkLog ?? this.#index.hasSinkLog
    const files = logged ? await this.#index.logged() : this.#index.listed()
    if (this.#fromSinkLog === undefined && files.length > 0) this.#readsSinkLog(logged || this.#index.hasSinkLog)
    return this.#fromSinkLog && !logged ? this.#index.logged() : files
  }

  #readsSinkLog(value: boolean): void {
    if (value && this.#cleaner) {
      throw new MillraceError(
        '_LEGACY_ERROR_TEMP_2261',
        'Clean up source files is not supported when reading from the output directory of FileStreamSink.',
      )
    }
    this.#fromSinkLog = value
  }

  /** The files of the next batch; the rest is kept for later batches where that saves a listing. */
  #take(files: readonly NewFile[], limit: ReadLimit): readonly NewFile[] {
    const count = countWithin(files, limit)
    const rest = files.slice(count)
    if (this.#frozen) this.#unread = rest
    else if (this.#worthKeeping(rest, limit)) this.#unread = rest.slice(0, this.#options.maxCachedFiles)
    else this.#unread = undefined
    return count === files.length ? files : files.slice(0, count)
  }

  #worthKeeping(rest: readonly NewFile[], limit: ReadLimit): boolean {
    const { latestFirst, maxCachedFiles, discardCachedInputRatio: ratio } = this.#options
    if (latestFirst || maxCachedFiles === 0 || rest.length === 0) return false
    if (limit.kind === 'files') return rest.length >= limit.max * ratio
    return limit.kind === 'bytes' && rest.reduce((sum, file) => sum + file.size, 0) >= limit.max * ratio
  }
}

/** How many of the files a batch takes; of a limit in bytes at least one. */
function countWithin(files: readonly NewFile[], limit: ReadLimit): number {
  if (limit.kind === 'files') return Math.min(files.length, limit.max)
  if (limit.kind !== 'bytes') return files.length
  let size = 0
  for (const [at, file] of files.entries()) {
    size += file.size
    if (at > 0 && size > limit.max) return at
  }
  return files.length
}

function limitOf(options: FileSourceOptions): ReadLimit {
  if (options.maxFilesPerTrigger !== undefined) return { kind: 'files', max: options.maxFilesPerTrigger }
  if (options.maxBytesPerTrigger !== undefined) return { kind: 'bytes', max: options.maxBytesPerTrigger }
  return { kind: 'all' }
}

/** With latestFirst and a limit old files wait long: none may be forgotten meanwhile. */
function maxAgeOf(options: FileSourceOptions): number {
  const limited = options.maxFilesPerTrigger !== undefined || options.maxBytesPerTrigger !== undefined
  return options.latestFirst && limited ? Number.MAX_SAFE_INTEGER : options.maxFileAgeMs
}

/** The index an offset stands for, −1 for the beginning. Spark once wrote bare numbers. */
function logOffset(offset: Offset | null): number {
  if (offset === null) return -1
  const value = typeof offset === 'object' && 'logOffset' in offset ? offset['logOffset'] : offset
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value
  throw new MillraceError(
    'MILLRACE_OFFSET_INVALID',
    `An offset of a file source is {"logOffset":N}; the checkpoint belongs to another source: ${JSON.stringify(offset)}`,
  )
}

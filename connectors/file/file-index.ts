/** The files a reader's path means now: by listing it, or by the log of the file sink that wrote it. */
import type { ConnectorContext, OptionMap } from '../../lib/connector/connector.ts'
import { Options } from '../../lib/connector/options.ts'
import { MillraceError } from '../../lib/errors.ts'
import { globExpression, globRoot, isGlob } from '../../lib/files/glob.ts'
import { listFiles } from '../../lib/files/listing.ts'
import { nameOf, parentOf } from '../../lib/files/path-text.ts'
import { plainPath } from '../../lib/files/paths.ts'
import { refused } from './file-options.ts'
import { flagConf } from './log-confs.ts'
import { type PlacedFile, partitionParts } from './partition-columns.ts'
import { openSinkLog, sinkLogName, validFiles } from './sink-log.ts'

export class FileIndex {
  /** Absolute path or pattern. */
  readonly path: string
  readonly #context: ConnectorContext
  readonly #recursive: boolean
  readonly #basePath: string | undefined
  readonly #accepts: (name: string) => boolean
  readonly #readsSinkLogs: boolean

  /**
   * @param path the option `path` as the user gave it; relative ones start at the working directory
   * @throws MILLRACE_OPTION_INVALID, MILLRACE_GLOB
   */
  constructor(path: string, entries: OptionMap, context: ConnectorContext) {
    const options = new Options(entries)
    this.path = absolutePath(path)
    this.#context = context
    this.#recursive = options.flag('recursiveFileLookup', false)
    const pattern = options.text('pathGlobFilter')
    const expression = pattern === undefined ? undefined : globExpression(pattern)
    this.#accepts = (name) => expression?.test(name) ?? true
    this.#readsSinkLogs = !flagConf(context, 'spark.sql.streaming.fileStreamSink.ignoreMetadata', false)
    this.#basePath = basePathOf(options, this.path, context)
  }

  /** Is the path an output directory whose log says which files are valid? A pattern never is. */
  get hasSinkLog(): boolean {
    if (!this.#readsSinkLogs || isGlob(this.path)) return false
    return this.#context.files.immediate.stat(`${this.path}/${sinkLogName}`)?.isDirectory === true
  }

  /** Does the path exist? A pattern may match later. */
  get exists(): boolean {
    return isGlob(this.path) || this.#context.files.immediate.stat(this.path) !== undefined
  }

  /** Every file, in no particular order, without having looked at any. */
  listed(): readonly PlacedFile[] {
    const found = listFiles(this.#context.files.immediate, this.path, this.#accepts)
    const base = this.#basePath
    const placed = base === undefined ? found : found.map((file) => ({ path: file.path, root: base }))
    if (this.#recursive || hasPartitions(placed)) return placed
    return found.filter((file) => parentOf(file.path) === file.root)
  }

  /** The valid files by the sink's log. */
  async logged(): Promise<readonly PlacedFile[]> {
    const files = await validFiles(await openSinkLog(this.#context, this.path))
    return files
      .filter((file) => this.#accepts(nameOf(file.path)))
      .map(({ path }) => ({ path, root: this.rootOf(path) }))
  }

  /** `listed` or `logged`. */
  async files(): Promise<readonly PlacedFile[]> {
    return this.hasSinkLog ? this.logged() : this.listed()
  }

  /** Do directories stand for columns? Spark: not with recursiveFileLookup. */
  get partitioned(): boolean {
    return !this.#recursive
  }

  /** The directory below which a file's directories are partitions, for files known from a log. */
  rootOf(path: string): string {
    if (this.#basePath !== undefined) return this.#basePath
    const root = isGlob(this.path) ? globRoot(this.path, path) : this.path
    return root === undefined || root === path ? parentOf(path) : root
  }
}

/** PartitioningAwareFileIndex.allFiles: without partition directories, files of deeper directories do not belong. */
function hasPartitions(files: readonly PlacedFile[]): boolean {
  const known = new Set<string>()
  return files.some((file) => {
    const directory = parentOf(file.path)
    if (known.has(directory)) return false
    known.add(directory)
    return partitionParts(file).length > 0
  })
}

/** A user's path, absolute; patterns keep their characters. */
export function absolutePath(text: string): string {
  const path = plainPath(text)
  if (path.startsWith('/')) return path.replace(/\/{2,}/g, '/')
  const parts: string[] = process.cwd().split('/')
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}

/** PATH_NOT_FOUND with Spark's text. */
export function pathNotFound(path: string): MillraceError {
  return new MillraceError('PATH_NOT_FOUND', `Path does not exist: ${path}.`, {
    sqlState: '42K03',
    parameters: { path },
  })
}

function basePathOf(options: Options, path: string, context: ConnectorContext): string | undefined {
  const text = options.text('basePath')
  if (text === undefined) return undefined
  const base = absolutePath(text)
  if (context.files.immediate.stat(base)?.isDirectory !== true) {
    throw refused(`Option 'basePath' must be a directory: ${text}`)
  }
  if (path !== base && !path.startsWith(base === '/' ? base : `${base}/`)) {
    throw refused(`Wrong basePath ${text} for the root path: ${path}`)
  }
  return base
}

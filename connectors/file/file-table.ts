/**
 * Writes a static frame as a folder of files, laid out as Spark's file commit protocol leaves them: part files, in
 * partition folders if asked, and an empty `_SUCCESS` when all are there. Files wait in a hidden folder until the last row
 * is written; what they replace goes only when they are in place.
 */
import { randomUUID } from 'node:crypto'
import type { RecordBatch } from '../../lib/columnar/record-batch.ts'
import type { SaveMode, TableWriter } from '../../lib/connector/connector.ts'
import { Options } from '../../lib/connector/options.ts'
import { MillraceError } from '../../lib/errors.ts'
import type { FileSystem } from '../../lib/files/file-system.ts'
import { parentOf } from '../../lib/files/path-text.ts'
import { requireInside, toHadoopText } from '../../lib/files/paths.ts'
import { refuseDuplicates } from '../../lib/types/refuse-duplicates.ts'
import { EpochFiles, type FileLayout } from './epoch-files.ts'
import { absolutePath } from './file-index.ts'
import { fileLayout, type LayoutParts } from './file-layout.ts'
import { StagingArea } from './staging-area.ts'

const successFile = '_SUCCESS'

/**
 * Looks at the output path, and makes what is needed to write there.
 *
 * @returns undefined when the path is there and the mode is `ignore`
 * @throws PATH_ALREADY_EXISTS in mode `error`, COLUMN_ALREADY_EXISTS, errors of partition columns, codecs and the format
 */
export async function openFileTable(
  parts: LayoutParts & { readonly path: string },
  mode: SaveMode,
): Promise<TableWriter | undefined> {
  const output = absolutePath(parts.path)
  const { files } = parts.context
  refuseDuplicates(parts.schema.names)
  const layout = await fileLayout(parts, output)
  const found = files.immediate.stat(output)
  if (found !== undefined && mode === 'error') throw pathExists(output)
  if (found !== undefined && mode === 'ignore') return undefined
  if (found?.isDirectory === false) {
    if (mode === 'append') throw notFolder(output)
    await files.remove(output)
  }
  const staging = StagingArea.find(files, output, randomUUID())
  await staging.prepare()
  const replaces = mode !== 'overwrite' ? 'nothing' : replacesPartitions(parts) ? 'partitions' : 'all'
  return new FileTable(layout, staging, replaces, found?.isDirectory === true)
}

/** What of the folder's old contents goes. */
type Replaces = 'nothing' | 'all' | 'partitions'

class FileTable implements TableWriter {
  readonly #files: FileSystem
  readonly #output: string
  readonly #staging: StagingArea
  readonly #replaces: Replaces
  /** Was the folder there before? */
  readonly #existed: boolean
  readonly #written: EpochFiles
  readonly #routed: boolean
  /** What has been moved into place. */
  readonly #published: string[] = []
  /** All that is new is in place: from here on it stays. */
  #complete = false

  constructor(layout: FileLayout, staging: StagingArea, replaces: Replaces, existed: boolean) {
    this.#files = layout.files
    this.#output = layout.output
    this.#staging = staging
    this.#replaces = replaces
    this.#existed = existed
    this.#routed = layout.router !== undefined
    this.#written = new EpochFiles(layout, {
      uuid: randomUUID(),
      stagedPath: (count) => staging.stagedPath(0, count),
    })
  }

  append(batch: RecordBatch): void {
    this.#written.append(batch)
  }

  /**
   * New files are in place before old ones go: at no moment is a row missing, but a reader that looks in between may see
   * both. `_SUCCESS` says that nothing is in between.
   */
  async finish(): Promise<void> {
    if (this.#written.rows === 0 && !this.#routed) this.#written.begin()
    await this.#written.finish()
    await this.#files.remove(`${this.#output}/${successFile}`)
    await this.#files.syncDirectory(this.#output)
    const directories = await this.#publish()
    this.#complete = true
    await this.#removeOld(directories)
    await this.#staging.leave()
    const success = await this.#files.openWrite(`${this.#output}/${successFile}`)
    await success.sync()
    await success.close()
    await this.#files.syncDirectory(this.#output)
  }

  /** Old files may be gone once the new ones are complete, which then are all there is. */
  async abandon(): Promise<void> {
    this.#written.abandon()
    if (this.#complete) return this.#staging.leave()
    for (const { stagedPath } of this.#written.begun) await this.#files.remove(stagedPath)
    for (const path of this.#published) await this.#files.remove(path)
    await this.#staging.leave()
    // Else a second attempt in mode `error` would find the path.
    if (!this.#existed) await this.#files.removeTree(this.#output)
  }

  /** Moves files into place; gives the directories that they are in. */
  async #publish(): Promise<ReadonlySet<string>> {
    const directories = new Set<string>()
    for (const { stagedPath, finalPath } of this.#written.begun) {
      const directory = parentOf(requireInside(this.#output, finalPath))
      if (!directories.has(directory)) {
        await this.#files.makeDirectory(directory)
        directories.add(directory)
      }
      await this.#files.rename(stagedPath, finalPath)
      this.#published.push(finalPath)
    }
    for (const directory of directories) await this.#files.syncDirectory(directory)
    return directories
  }

  async #removeOld(directories: ReadonlySet<string>): Promise<void> {
    if (this.#replaces === 'nothing') return
    const kept = new Set(this.#published)
    if (this.#replaces === 'all') await this.#removeBelow(this.#output, kept, directories)
    else for (const directory of directories) await this.#removeBelow(directory, kept, directories)
  }

  /** Everything in a directory but what was written, and the staging folder. */
  async #removeBelow(
    directory: string,
    kept: ReadonlySet<string>,
    keptDirectories: ReadonlySet<string>,
  ): Promise<void> {
    for (const { name, isDirectory } of this.#files.immediate.names(directory)) {
      const path = `${directory}/${name}`
      if (kept.has(path) || (directory === this.#output && this.#staging.is(name))) continue
      if (isDirectory && [...keptDirectories].some((one) => one === path || one.startsWith(`${path}/`))) {
        await this.#removeBelow(path, kept, keptDirectories)
      } else await this.#files.removeTree(path)
    }
    await this.#files.syncDirectory(directory)
  }
}

/** `partitionOverwriteMode`, or the session's setting: only the partitions that rows were written to are replaced. */
function replacesPartitions({ entries, partitionBy, context }: LayoutParts): boolean {
  if (partitionBy.length === 0) return false
  const given = new Options(entries).text('partitionOverwriteMode')
  const mode = given ?? context.conf('spark.sql.sources.partitionOverwriteMode') ?? 'static'
  return mode.toLowerCase() === 'dynamic'
}

function pathExists(output: string): MillraceError {
  const path = toHadoopText(output)
  return new MillraceError(
    'PATH_ALREADY_EXISTS',
    `Path ${path} already exists. Set mode as "overwrite" to overwrite the existing path.`,
    { sqlState: '42K04', parameters: { outputPath: path } },
  )
}

function notFolder(output: string): MillraceError {
  return new MillraceError(
    'MILLRACE_OPTION_INVALID',
    `Parent path is not a directory: ${output}: rows cannot be appended to a file; write to a folder`,
    { parameters: { path: output } },
  )
}

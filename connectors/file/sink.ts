/**
 * Writes each epoch as files that become valid together: staged out of sight, made durable, moved into place, then named
 * in `_spark_metadata`. A reader that follows that log, Spark's or ours, sees an epoch whole or not at all.
 */
import type { OptionMap, Sink, SinkContext } from '../../lib/connector/connector.ts'
import { drain } from '../../lib/connector/drain.ts'
import { Options } from '../../lib/connector/options.ts'
import { invariant, MillraceError } from '../../lib/errors.ts'
import type { FileSystem } from '../../lib/files/file-system.ts'
import { parentOf } from '../../lib/files/path-text.ts'
import { requireInside, toHadoopText } from '../../lib/files/paths.ts'
import type { Format } from '../../lib/formats/format.ts'
import type { CompactibleLog } from '../../lib/log/compactible-log.ts'
import type { Message } from '../../lib/stream/message.ts'
import type { Observable } from '../../lib/stream/rx.ts'
import type { Schema } from '../../lib/types/schema.ts'
import { EpochFiles, type FileLayout } from './epoch-files.ts'
import { absolutePath } from './file-index.ts'
import { fileLayout } from './file-layout.ts'
import { durationOption } from './file-options.ts'
import { openSinkLog, type SinkFile, sinkLogName } from './sink-log.ts'
import type { StagedFile } from './staged-file.ts'
import { StagingArea } from './staging-area.ts'

export interface FileSinkParts {
  readonly format: Format
  readonly path: string
  readonly entries: OptionMap
  /** Of the rows, partition columns in it. */
  readonly schema: Schema
  readonly partitionBy: readonly string[]
  readonly context: SinkContext
}

/**
 * Opens the sink on its output directory and removes what an interrupted run left there.
 *
 * @throws STREAMING_OUTPUT_MODE.UNSUPPORTED_DATASOURCE, errors of partition columns, codecs and the format
 */
export async function openFileSink(parts: FileSinkParts): Promise<Sink> {
  const { format, context, entries } = parts
  if (context.outputMode !== 'append') throw unsupportedMode(context.outputMode, format.name)
  const output = absolutePath(parts.path)
  const layout = await fileLayout(parts, output)
  const log = await openSinkLog(context, output, durationOption(new Options(entries), 'retention'))
  const staging = StagingArea.find(context.files, output, context.checkpoint)
  await staging.recover(log.latest + 1, layout.router !== undefined)
  return new FileSink(context.files, output, layout, log, staging)
}

/** What an epoch has staged. */
interface Staged {
  readonly epoch: number
  readonly files: readonly StagedFile[]
  /** Directories into which files may have been moved. */
  readonly directories: Set<string>
}

class FileSink implements Sink {
  readonly description: string
  outputRows = -1
  readonly #files: FileSystem
  readonly #output: string
  readonly #layout: FileLayout
  readonly #log: CompactibleLog<SinkFile>
  readonly #staging: StagingArea
  /** Partition directories that exist. */
  readonly #made = new Set<string>()
  #staged: Staged | undefined
  /** Files of an epoch that did not commit may stand in place: only the staging folder's name can tell them. */
  #leftovers = false

  constructor(
    files: FileSystem,
    output: string,
    layout: FileLayout,
    log: CompactibleLog<SinkFile>,
    staging: StagingArea,
  ) {
    this.description = `FileSink[${toHadoopText(output)}]`
    this.#files = files
    this.#output = output
    this.#layout = layout
    this.#log = log
    this.#staging = staging
  }

  async latestCommitted(): Promise<number> {
    return this.#log.latest
  }

  /** Rows of an epoch that the log has are read and dropped: the plan still has to run for its state and watermark. */
  async write(epoch: number, rows: Observable<Message>): Promise<void> {
    await this.abort(this.#staged?.epoch ?? epoch)
    this.outputRows = 0
    if (epoch <= this.#log.latest) return drain(rows, () => {})
    await this.#staging.prepare()
    const names = {
      uuid: this.#staging.uuid(epoch),
      stagedPath: (count: number) => this.#staging.stagedPath(epoch, count),
    }
    const written = new EpochFiles(this.#layout, names)
    this.#staged = { epoch, files: written.begun, directories: new Set() }
    try {
      await drain(rows, (batch) => written.append(batch))
      await written.finish()
    } finally {
      written.abandon()
    }
    this.outputRows = written.rows
  }

  /** An epoch without rows gets its line-less entry too: else the log would fall behind the checkpoint. */
  async commit(epoch: number): Promise<void> {
    if (epoch <= this.#log.latest) return
    const staged = this.#staged
    invariant(staged?.epoch === epoch, `commit of epoch ${epoch}, staged is ${staged?.epoch ?? 'nothing'}`)
    await this.#publish(staged)
    await this.#log.add(
      epoch,
      staged.files.map((file) => this.#entry(file)),
    )
    this.#staged = undefined
  }

  /** Moves files into place; durable. */
  async #publish({ files, directories }: Staged): Promise<void> {
    for (const { stagedPath, finalPath } of files) {
      const directory = parentOf(requireInside(this.#output, finalPath))
      if (!this.#made.has(directory)) {
        await this.#files.makeDirectory(directory)
        this.#made.add(directory)
      }
      directories.add(directory)
      await this.#files.rename(stagedPath, finalPath)
    }
    for (const directory of directories) await this.#files.syncDirectory(directory)
  }

  #entry({ finalPath, size }: StagedFile): SinkFile {
    const modifiedMs = this.#files.immediate.stat(finalPath)?.modifiedMs ?? 0
    return { path: finalPath, size, modifiedMs, action: 'add' }
  }

  /** Also after a commit that failed half-way: files are removed unless the log names them after all. */
  async abort(epoch: number): Promise<void> {
    const staged = this.#staged
    if (staged?.epoch !== epoch) return
    this.#staged = undefined
    if (await this.#isLogged(epoch)) return
    this.#leftovers = true
    for (const { stagedPath, finalPath } of staged.files) {
      await this.#files.remove(stagedPath)
      if (staged.directories.has(parentOf(finalPath))) await this.#files.remove(finalPath)
    }
    for (const directory of staged.directories) await this.#files.syncDirectory(directory)
    this.#leftovers = false
  }

  async #isLogged(epoch: number): Promise<boolean> {
    const log = `${this.#output}/${sinkLogName}`
    return [`${epoch}`, `${epoch}.compact`].some((name) => this.#files.immediate.stat(`${log}/${name}`) !== undefined)
  }

  async stop(): Promise<void> {
    if (this.#staged) await this.abort(this.#staged.epoch)
    if (!this.#leftovers) await this.#staging.leave()
  }
}

function unsupportedMode(mode: string, format: string): MillraceError {
  return new MillraceError(
    'STREAMING_OUTPUT_MODE.UNSUPPORTED_DATASOURCE',
    `Invalid streaming output mode: ${mode}. This output mode is not supported in Data Source ${format}.`,
    { sqlState: '42KDE', parameters: { outputMode: mode, className: format } },
  )
}

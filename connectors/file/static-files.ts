/** A static read of files: the path is listed once, when the rows are wanted. */
import type { Offset, OptionMap, Scan, ScanRequest, Source, SourceMetrics } from '../../lib/connector/connector.ts'
import { Options } from '../../lib/connector/options.ts'
import { toHadoopText } from '../../lib/files/paths.ts'
import type { Schema } from '../../lib/types/schema.ts'
import { parseTimestamp } from '../../lib/types/time/text.ts'
import { zone } from '../../lib/types/time/zone.ts'
import { FileIndex, pathNotFound } from './file-index.ts'
import { refused } from './file-options.ts'
import { FileScans, type FileSourceParts } from './file-scan.ts'

export class StaticFiles implements Source {
  readonly schema: Schema
  readonly description: string
  readonly metrics: SourceMetrics
  readonly #parts: FileSourceParts
  readonly #scans: FileScans
  readonly #index: FileIndex
  readonly #accepts: (modifiedMs: number) => boolean
  #files: readonly { readonly path: string }[] | undefined

  private constructor(parts: FileSourceParts, index: FileIndex) {
    this.schema = parts.schema
    this.description = `FileScan ${parts.format.name} [${toHadoopText(index.path)}]`
    this.#parts = parts
    this.#index = index
    this.#scans = new FileScans(parts, index)
    this.metrics = this.#scans
    this.#accepts = modifiedBounds(parts.entries, parts.context.zone)
  }

  /** @throws PATH_NOT_FOUND */
  static async open(parts: FileSourceParts): Promise<StaticFiles> {
    const index = new FileIndex(parts.path, parts.entries, parts.context)
    if (!index.exists) throw pathNotFound(toHadoopText(index.path))
    const source = new StaticFiles(parts, index)
    await source.#scans.open()
    return source
  }

  async initialOffset(): Promise<null> {
    return null
  }

  /** null when there is no file. */
  async latestOffset(): Promise<Offset | null> {
    const { immediate } = this.#parts.context.files
    this.#files ??= (await this.#index.files())
      .filter(({ path }) => this.#accepts(immediate.stat(path)?.modifiedMs ?? 0))
      .toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
    return this.#files.length === 0 ? null : { logOffset: 0 }
  }

  open(request: ScanRequest): Scan {
    return this.#scans.scan(request, async () => {
      await this.latestOffset()
      return this.#files ?? []
    })
  }

  async commit(): Promise<void> {}
  async stop(): Promise<void> {}
}

/** Spark's modifiedBefore and modifiedAfter, in the session zone; both exclusive. */
function modifiedBounds(entries: OptionMap, session: string): (modifiedMs: number) => boolean {
  const options = new Options(entries)
  const clock = zone(options.text('timeZone') ?? session)
  const bound = (name: string, fallback: number): number => {
    const text = options.text(name)
    if (text === undefined) return fallback
    const micros = parseTimestamp(text, clock)
    if (micros !== undefined) return Number(micros / 1000n)
    throw refused(
      `The timestamp provided for the '${name}' option is invalid. The expected format is 'YYYY-MM-DDTHH:mm:ss', but the provided timestamp: ${text}`,
    )
  }
  const before = bound('modifiedBefore', Number.POSITIVE_INFINITY)
  const after = bound('modifiedAfter', Number.NEGATIVE_INFINITY)
  return (modifiedMs) => modifiedMs < before && modifiedMs > after
}

/** Reads of a file source: which columns come from the files and which from their directories. */
import type {
  Offset,
  OptionMap,
  Scan,
  ScanRequest,
  SourceContext,
  SourceMetrics,
} from '../../lib/connector/connector.ts'
import { Options } from '../../lib/connector/options.ts'
import type { Format, RecordDecoder } from '../../lib/formats/format.ts'
import { pull } from '../../lib/stream/pull.ts'
import type { Field } from '../../lib/types/data-type.ts'
import { Schema } from '../../lib/types/schema.ts'
import { type Zone, zone } from '../../lib/types/time/zone.ts'
import type { FileIndex } from './file-index.ts'
import { metadataOf } from './file-metadata.ts'
import { flagConf } from './log-confs.ts'
import { partitionColumns, partitionParts } from './partition-columns.ts'
import { partitionValue } from './partition-values.ts'
import { type ColumnOrigin, type FileToRead, type ReadPlan, readFiles } from './read-files.ts'

/** What a source is made of; `schema` has the partition columns in it. */
export interface FileSourceParts {
  readonly format: Format
  readonly path: string
  readonly entries: OptionMap
  readonly schema: Schema
  readonly context: SourceContext
}

/** Opens scans and counts what they drop. */
export class FileScans implements SourceMetrics {
  readonly #parts: FileSourceParts
  readonly #index: FileIndex
  readonly #zone: Zone
  readonly #decoders: RecordDecoder[] = []
  #partitions: readonly Field[] = []
  /** Whether a query asks for the files' metadata. */
  #about = false

  constructor(parts: FileSourceParts, index: FileIndex) {
    this.#parts = parts
    this.#index = index
    this.#zone = zone(parts.context.zone)
  }

  /** Looks which of the schema's columns the directories give; once, when a query starts. */
  async open(): Promise<void> {
    const { schema } = this.#parts
    const found = this.#index.partitioned ? partitionColumns(await this.#index.files(), schema, this.#zone) : []
    this.#partitions = found.filter((one) => schema.index(one.name) !== undefined)
  }

  get malformedRecords(): number {
    return this.#decoders.reduce((sum, decoder) => sum + decoder.malformed, 0)
  }

  /** @param filesOf the files of a range of offsets, in reading order */
  scan(
    request: ScanRequest,
    filesOf: (start: Offset | null, end: Offset) => Promise<readonly { readonly path: string }[]>,
  ): Scan {
    const plan = this.#plan(request)
    const { schema } = plan
    const rows = this.#filesToRead.bind(this)
    return {
      residual: request.filters,
      schema,
      read: (start, end, io) =>
        pull(async function* () {
          yield* readFiles(plan, rows(await filesOf(start, end)), io)
        })(io),
    }
  }

  #plan({ columns, dictionary }: ScanRequest): ReadPlan {
    const { format, entries, schema, context } = this.#parts
    // What is known of the file itself comes behind the values of its directories.
    const about = schema.fields.findIndex((one) => one.metadata?.fileMetadata)
    this.#about = columns.includes(about)
    const partitionOf = (column: number): number =>
      column === about
        ? this.#partitions.length
        : this.#partitions.findIndex((one) => schema.index(one.name) === column)
    const dataColumns = schema.fields.flatMap((_, column) => (partitionOf(column) < 0 ? [column] : []))
    const decoded = columns.filter((column) => partitionOf(column) < 0)
    const decoder = format.decoder({
      schema: new Schema(dataColumns.map((column) => schema.fields[column] as Field)),
      columns: decoded.map((column) => dataColumns.indexOf(column)),
      dictionary: dictionary.filter((column) => partitionOf(column) < 0).map((column) => dataColumns.indexOf(column)),
      options: entries,
      zone: context.zone,
      ...corruptRecordColumn(context.conf('spark.sql.columnNameOfCorruptRecord')),
    })
    this.#decoders.push(decoder)
    let next = 0
    const origins = columns.map((column): ColumnOrigin => {
      const partition = partitionOf(column)
      return partition < 0 ? { decoded: next++ } : { partition }
    })
    const options = new Options(entries)
    return {
      files: context.files,
      framing: format.framing(entries),
      encoding: format.encoding(entries),
      decoder,
      schema: new Schema(columns.map((column) => schema.fields[column] as Field)),
      origins,
      ignoreMissing: options.flag('ignoreMissingFiles', flagConf(context, 'spark.sql.files.ignoreMissingFiles', false)),
      ignoreCorrupt: options.flag('ignoreCorruptFiles', flagConf(context, 'spark.sql.files.ignoreCorruptFiles', false)),
      warn: (message) => context.warn(message),
    }
  }

  #filesToRead(files: readonly { readonly path: string }[]): readonly FileToRead[] {
    if (this.#partitions.length === 0 && !this.#about) return files.map(({ path }) => ({ path, partition: [] }))
    return files.map(({ path }) => {
      const values = new Map(
        partitionParts({ path, root: this.#index.rootOf(path) }).map((part) => [part.column.toLowerCase(), part.value]),
      )
      const partition = this.#partitions.map((one) =>
        partitionValue(one.type, values.get(one.name.toLowerCase()) ?? null, this.#zone, path),
      )
      return { path, partition: this.#about ? [...partition, metadataOf(path, this.#parts.context.files)] : partition }
    })
  }
}

function corruptRecordColumn(name: string | undefined): { readonly corruptRecordColumn?: string } {
  return name === undefined ? {} : { corruptRecordColumn: name }
}

/** How a file sink lays out its files; all mistakes in its options and columns are found here. */
import type { ConnectorContext } from '../../lib/connector/connector.ts'
import { Options } from '../../lib/connector/options.ts'
import type { RecordEncoder } from '../../lib/formats/format.ts'
import { OutputBuffer } from '../../lib/formats/output-buffer.ts'
import type { Field } from '../../lib/types/data-type.ts'
import { Schema } from '../../lib/types/schema.ts'
import { zone } from '../../lib/types/time/zone.ts'
import { compressionOf } from './compression.ts'
import type { FileLayout } from './epoch-files.ts'
import { partitionPositions } from './partition-positions.ts'
import { PartitionRouter } from './partition-router.ts'
import type { FileSinkParts } from './sink.ts'

/** What decides how files are laid out, of a stream's sink or of a frame that is written once. */
export type LayoutParts = Omit<FileSinkParts, 'context' | 'path'> & { readonly context: ConnectorContext }

/**
 * The layout of a sink's files.
 *
 * @throws _LEGACY_ERROR_TEMP_1196, ALL_PARTITION_COLUMNS_NOT_ALLOWED, INVALID_PARTITION_COLUMN_DATA_TYPE,
 * CODEC_NOT_AVAILABLE, and what the format refuses
 */
export async function fileLayout(parts: LayoutParts, output: string): Promise<FileLayout> {
  const { format, entries, schema, context } = parts
  const partitions = partitionPositions(schema, parts.partitionBy)
  const columns = schema.fields.map((_, at) => at).filter((at) => !partitions.includes(at))
  const request = {
    schema: new Schema(columns.map((at) => schema.fields[at] as Field)),
    options: entries,
    zone: context.zone,
  }
  const first = format.encoder(request)
  return {
    files: context.files,
    output,
    schema: request.schema,
    columns,
    router: partitions.length === 0 ? undefined : new PartitionRouter(schema.fields, partitions, zone(context.zone)),
    // An encoder with nothing to close a file keeps nothing of it: one serves all, and is compiled once.
    encoder: (): RecordEncoder => (first.finish ? format.encoder(request) : first),
    compression: await compressionOf(entries, format.name),
    extension: format.fileExtension?.(entries) ?? format.extension,
    maxRecords: maxRecordsOf(parts),
    buffer: new OutputBuffer(),
  }
}

/** `maxRecordsPerFile`; 0 and less mean no limit. */
function maxRecordsOf({ entries, context }: LayoutParts): number {
  const options = new Options(entries)
  const conf = context.conf('spark.sql.files.maxRecordsPerFile')
  if (options.text('maxRecordsPerFile') !== undefined) {
    return options.whole('maxRecordsPerFile', 0, Number.MIN_SAFE_INTEGER)
  }
  return conf === undefined ? 0 : new Options([['maxRecordsPerFile', conf]]).whole('maxRecordsPerFile', 0)
}

/**
 * Files as a stream, and streams as files. The connector of every file format: what a file holds is the format's
 * business (`lib/formats`), which files there are and which of them count is decided here.
 */
import type { Connector, ConnectorContext, OptionMap, OutputMode } from '../../lib/connector/connector.ts'
import { Options } from '../../lib/connector/options.ts'
import { MillraceError } from '../../lib/errors.ts'
import type { Format } from '../../lib/formats/format.ts'
import type { DataType, Field } from '../../lib/types/data-type.ts'
import { Schema } from '../../lib/types/schema.ts'
import { zone } from '../../lib/types/time/zone.ts'
import { FileIndex, pathNotFound } from './file-index.ts'
import { fileMetadata } from './file-metadata.ts'
import { inferredSchema } from './infer-schema.ts'
import { flagConf } from './log-confs.ts'
import { partitionColumns } from './partition-columns.ts'
import { partitionPositions } from './partition-positions.ts'

const modes: readonly OutputMode[] = ['append']

/** The connector `format.name` of a file format: streaming and static source, and an append-only exactly-once sink. */
export function fileConnector(format: Format): Connector {
  return {
    name: format.name,
    source: {
      metadata: fileMetadata,
      schema: (options, given, context, streaming) => readerSchema(format, options, given, context, streaming),
      async create(options, schema, context) {
        const path = requiredPath(options)
        const { checkCompression } = await import('./compression.ts')
        checkCompression(options, format.name)
        const parts = { format, path, entries: options, schema, context }
        if (context.checkpoint === undefined) {
          const { StaticFiles } = await import('./static-files.ts')
          return StaticFiles.open(parts)
        }
        const { FileSource } = await import('./source.ts')
        return FileSource.open(parts)
      },
    },
    sink: {
      modes,
      guarantee: 'exactly-once',
      temporaryCheckpoint: false,
      check(options, schema, partitionBy) {
        requiredPath(options)
        partitionPositions(schema, partitionBy)
      },
      async create(options, schema, partitionBy, context) {
        const path = requiredPath(options)
        const { openFileSink } = await import('./sink.ts')
        return openFileSink({ format, path, entries: options, schema, partitionBy, context })
      },
    },
    table: {
      async create(options, schema, partitionBy, mode, context) {
        const path = requiredPath(options)
        const { openFileTable } = await import('./file-table.ts')
        return openFileTable({ format, path, entries: options, schema, partitionBy, context }, mode)
      },
    },
  }
}

/** DataSource.sourceSchema: the path is looked at, partition directories are found, every column may be null. */
function readerSchema(
  format: Format,
  entries: OptionMap,
  given: Schema | undefined,
  context: ConnectorContext,
  streaming: boolean,
): Schema {
  const index = new FileIndex(requiredPath(entries), entries, context)
  if (!index.exists) throw pathNotFound(index.path)
  const wanted =
    given ?? format.schema ?? format.optionSchema?.(entries) ?? inferred(format, entries, index, context, streaming)
  const found = index.partitioned ? partitionColumns(index.listed(), given, zone(context.zone)) : []
  const names = new Set(found.map((one) => one.name.toLowerCase()))
  const forced = flagConf(context, 'spark.sql.streaming.fileSource.schema.forceNullable', true)
  const data = wanted.fields.filter((one) => !names.has(one.name.toLowerCase()))
  return new Schema([...(forced ? data.map(nullableField) : data), ...found])
}

function requiredPath(entries: OptionMap): string {
  const path = new Options(entries).text('path')
  if (path !== undefined && path !== '') return path
  throw new MillraceError('_LEGACY_ERROR_TEMP_2047', "'path' is not specified.")
}

/** Streams are only told from their files when the session says so: their columns would change with the files. */
function inferred(
  format: Format,
  entries: OptionMap,
  index: FileIndex,
  context: ConnectorContext,
  streaming: boolean,
): Schema {
  const allowed = !streaming || flagConf(context, 'spark.sql.streaming.schemaInference', false)
  const paths = (): string[] => index.listed().map(({ path }) => path)
  const schema = allowed ? inferredSchema(format, paths(), entries, context) : undefined
  if (schema === undefined) throw schemaRequired()
  return schema
}

function schemaRequired(): MillraceError {
  return new MillraceError(
    '_LEGACY_ERROR_TEMP_2048',
    'Schema must be specified when creating a streaming source DataFrame. If some files already exist in the directory, then ' +
      'depending on the file format you may be able to create a static DataFrame on that directory with ' +
      "'spark.read.load(directory)' and infer schema from it.",
  )
}

/** SPARK-28651: nothing enforces NOT NULL in files, so no column promises it. */
function nullableField(one: Field): Field {
  return { ...one, type: nullableType(one.type), nullable: true }
}

function nullableType(type: DataType): DataType {
  switch (type.kind) {
    case 'array':
      return { ...type, element: nullableType(type.element), containsNull: true }
    case 'map':
      return { ...type, key: nullableType(type.key), value: nullableType(type.value), valueContainsNull: true }
    case 'struct':
      return { ...type, fields: type.fields.map(nullableField) }
    default:
      return type
  }
}

/** The columns of files without a schema, found in the files themselves when the reader's `load()` asks for them. */
import { BufferPool } from '../../lib/columnar/buffer-pool.ts'
import type { ConnectorContext, OptionMap } from '../../lib/connector/connector.ts'
import { Options } from '../../lib/connector/options.ts'
import { MillraceError } from '../../lib/errors.ts'
import { XorShift } from '../../lib/expressions/functions/random/xor-shift.ts'
import type { FileSystem, ImmediateReader } from '../../lib/files/file-system.ts'
import { toUri } from '../../lib/files/paths.ts'
import { chunksOf, type ReadBytes } from '../../lib/formats/chunks.ts'
import { transcoded } from '../../lib/formats/encoding.ts'
import type { Format, SchemaInference } from '../../lib/formats/format.ts'
import type { DataType, Field } from '../../lib/types/data-type.ts'
import { refuseDuplicates } from '../../lib/types/refuse-duplicates.ts'
import type { Schema } from '../../lib/types/schema.ts'
import { type CompressedEnding, compressionByName } from './compressed-file.ts'
import { decompressedWhole } from './decompressors.ts'
import { refused } from './file-options.ts'

/**
 * The schema of `paths`; undefined when the format needs to be told. Every file is read until none can change the
 * answer, while the caller waits: Spark's `inferSchema` is such a read too.
 *
 * @throws UNABLE_TO_INFER_SCHEMA when there is no file, FAILED_READ_FILE.NO_HINT, and what the format refuses
 */
export function inferredSchema(
  format: Format,
  paths: readonly string[],
  options: OptionMap,
  context: ConnectorContext,
): Schema | undefined {
  if (format.inference === undefined) return undefined
  const corruptRecordColumn = context.conf('spark.sql.columnNameOfCorruptRecord')
  const inference = format.inference({
    options,
    zone: context.zone,
    ...(corruptRecordColumn === undefined ? {} : { corruptRecordColumn }),
    keeps: sampler(new Options(options).text('samplingRatio')),
  })
  const { files } = context
  let found = false
  for (const path of largestFirst(paths, context.files)) {
    if (files.immediate.stat(path) === undefined) continue
    found = true
    const ending = compressionByName(path)
    const reader = ending === undefined ? files.immediate.openRead(path) : inflatedReader(files, path, ending)
    try {
      if (!take(inference, format, options, path, reader.read)) break
    } finally {
      reader.close()
    }
  }
  if (found) return withoutDoubles(inference.schema())
  const name = format.name.toUpperCase()
  throw new MillraceError(
    'UNABLE_TO_INFER_SCHEMA',
    `Unable to infer schema for ${name}. It must be specified manually.`,
    {
      sqlState: '42KD9',
      parameters: { format: name },
    },
  )
}

/** The order in which a scan of Spark's reads files: the first one's header names the columns. */
function largestFirst(paths: readonly string[], files: FileSystem): string[] {
  const sized = paths.toSorted().map((path) => ({ path, size: files.immediate.stat(path)?.size ?? 0 }))
  return sized.sort((a, b) => b.size - a.size).map(({ path }) => path)
}

/** @throws COLUMN_ALREADY_EXISTS for names that differ only in case, in structs too */
function withoutDoubles(schema: Schema): Schema {
  checkNames(schema.fields)
  return schema
}

function checkNames(fields: readonly Field[]): void {
  refuseDuplicates(fields.map(({ name }) => name))
  for (const { type } of fields) checkType(type)
}

function checkType(type: DataType): void {
  if (type.kind === 'struct') checkNames(type.fields)
  else if (type.kind === 'array') checkType(type.element)
}

/** @returns whether more files may change the schema */
function take(inference: SchemaInference, format: Format, options: OptionMap, path: string, read: ReadBytes): boolean {
  const encoding = format.encoding(options)
  const text = encoding === undefined ? read : transcoded(read, encoding)
  for (const chunk of chunksOf(text, format.framing(options), new BufferPool(), path)) {
    if (!inference.add(chunk)) return false
  }
  return true
}

/** A compressed file is inflated whole: nobody may wait for pieces here. */
function inflatedReader(files: FileSystem, path: string, ending: CompressedEnding): ImmediateReader {
  const bytes = decompressed(path, files.immediate.readAll(path) ?? new Uint8Array(0), ending)
  return {
    read(target, position) {
      const piece = bytes.subarray(position, position + target.length)
      target.set(piece)
      return piece.length
    },
    close() {},
  }
}

function decompressed(path: string, bytes: Uint8Array, ending: CompressedEnding): Uint8Array {
  try {
    return decompressedWhole(bytes, ending)
  } catch (cause) {
    throw new MillraceError('FAILED_READ_FILE.NO_HINT', `Encountered error while reading file ${toUri(path)}.`, {
      sqlState: 'KD001',
      parameters: { path: toUri(path) },
      cause,
    })
  }
}

/**
 * Spark takes all records when the ratio is above 0.99, else what a Bernoulli sampler of seed 1 takes: the same ones here
 * as long as Spark reads the files in one partition.
 */
function sampler(text: string | undefined): () => boolean {
  const ratio = Number(text ?? 1)
  if (text !== undefined && (text.trim() === '' || Number.isNaN(ratio))) throw refused(`For input string: "${text}"`)
  if (!(ratio > 0)) {
    throw refused(`requirement failed: samplingRatio (${ratio.toFixed(1)}) should be greater than 0`)
  }
  if (ratio > 0.99) return () => true
  const random = new XorShift(1n)
  return () => random.nextDouble() < ratio
}

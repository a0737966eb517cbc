/** The rows of a list of files, one after another. */

import { ConstantColumn } from '../../lib/columnar/constant-column.ts'
import { RecordBatch } from '../../lib/columnar/record-batch.ts'
import type { Vector } from '../../lib/columnar/vector.ts'
import { MillraceError } from '../../lib/errors.ts'
import { fileErrorCode } from '../../lib/files/file-error.ts'
import type { FileSystem } from '../../lib/files/file-system.ts'
import { toUri } from '../../lib/files/paths.ts'
import { ChunkCutter } from '../../lib/formats/chunks.ts'
import type { Framing, RecordDecoder } from '../../lib/formats/format.ts'
import type { IO } from '../../lib/stream/processor.ts'
import type { SqlValue } from '../../lib/types/data-type.ts'
import type { Schema } from '../../lib/types/schema.ts'
import { openFile } from './open-file.ts'

/** Where a column of the scan comes from: a column of the decoder, or the n-th partition column. */
export type ColumnOrigin = { readonly decoded: number } | { readonly partition: number }

export interface ReadPlan {
  readonly files: FileSystem
  readonly framing: Framing
  readonly decoder: RecordDecoder
  /** Of the batches handed out. */
  readonly schema: Schema
  readonly origins: readonly ColumnOrigin[]
  /** Of the files, when it is not UTF-8. */
  readonly encoding: string | undefined
  /** Warn about and skip files that are gone; else they are an error. */
  readonly ignoreMissing: boolean
  /** Warn about and skip the rest of files that cannot be read. */
  readonly ignoreCorrupt: boolean
  warn(message: string): void
  /** Tests only. */
  readonly chunkBytes?: number
}

export interface FileToRead {
  readonly path: string
  /** By partition column. */
  readonly partition: readonly SqlValue[]
}

/**
 * Reads the files in order. Every batch borrows its chunk until the next one is asked for.
 *
 * @throws FAILED_READ_FILE.FILE_NOT_EXIST, FAILED_READ_FILE.NO_HINT with the reason as `cause`
 */
export async function* readFiles(plan: ReadPlan, list: readonly FileToRead[], io: IO): AsyncGenerator<RecordBatch> {
  for (const file of list) {
    try {
      yield* readFile(plan, file, io)
    } catch (error) {
      const missing = fileErrorCode(error) === 'ENOENT'
      if (missing && plan.ignoreMissing) plan.warn(`Skipped missing file: ${file.path}`)
      else if (!missing && plan.ignoreCorrupt)
        plan.warn(`Skipped the rest of a corrupted file: ${file.path} (${error})`)
      else throw missing ? fileNotFound(file.path, error) : failedRead(file.path, error)
    }
  }
}

async function* readFile(plan: ReadPlan, file: FileToRead, io: IO): AsyncGenerator<RecordBatch> {
  const size = plan.files.immediate.stat(file.path)?.size
  // Spark's listings leave empty files out (PartitioningAwareFileIndex): not even wholetext has a row of them.
  if (size === 0) return
  const stream = await openFile(plan.files, file.path, size, plan.encoding)
  const constants = constantsOf(plan, file)
  const cutter = new ChunkCutter(plan.framing, io.pool, file.path, {
    ...(stream.size === undefined ? {} : { size: stream.size }),
    ...(plan.chunkBytes === undefined ? {} : { chunkBytes: plan.chunkBytes }),
  })
  try {
    while (!cutter.ended) {
      const target = cutter.target()
      const read = stream.read(target, cutter.position)
      const chunk = cutter.took(typeof read === 'number' ? read : await read)
      if (!chunk || (chunk.end === chunk.from && plan.framing.kind !== 'file')) continue
      for (const batch of plan.decoder.decode(chunk, io.pool))
        yield constants ? assembled(plan, batch, constants) : batch
    }
  } finally {
    cutter.release()
    await stream.close()
  }
}

/** undefined: the decoder's batches are the scan's as they are. */
function constantsOf(plan: ReadPlan, file: FileToRead): readonly (ConstantColumn | undefined)[] | undefined {
  if (plan.origins.every((origin) => 'decoded' in origin)) return undefined
  return plan.origins.map((origin, at) => {
    if ('decoded' in origin) return undefined
    return new ConstantColumn(
      plan.schema.fields[at]?.type ?? { kind: 'null' },
      file.partition[origin.partition] ?? null,
    )
  })
}

/** The batch with partition columns put in; it owns what the decoder's batch borrowed. */
function assembled(
  plan: ReadPlan,
  batch: RecordBatch,
  constants: readonly (ConstantColumn | undefined)[],
): RecordBatch {
  const columns = plan.origins.map((origin, at) =>
    'decoded' in origin
      ? (batch.columns[origin.decoded] as Vector)
      : (constants[at] as ConstantColumn).vector(batch.length),
  )
  const { selection, selected, leases, parent } = batch
  return new RecordBatch(plan.schema, columns, batch.length, { selection, selected, leases, parent })
}

/** Spark's error of a file that vanished between listing and reading. */
function fileNotFound(path: string, cause: unknown): MillraceError {
  const uri = toUri(path)
  return new MillraceError(
    'FAILED_READ_FILE.FILE_NOT_EXIST',
    `Encountered error while reading file ${uri}. File does not exist. It is possible the underlying files have been updated. ` +
      'Read the stream from a new checkpoint, or set the option ignoreMissingFiles to go on without it.',
    { sqlState: 'KD001', parameters: { path: uri }, cause },
  )
}

function failedRead(path: string, cause: unknown): MillraceError {
  if (cause instanceof MillraceError && cause.condition.startsWith('FAILED_READ_FILE')) return cause
  const uri = toUri(path)
  return new MillraceError('FAILED_READ_FILE.NO_HINT', `Encountered error while reading file ${uri}.`, {
    sqlState: 'KD001',
    parameters: { path: uri },
    cause,
  })
}

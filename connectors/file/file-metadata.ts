/** The column `_metadata` of file sources: what is known of the file that a row came from (Spark's FileFormat). */
import type { FileSystem } from '../../lib/files/file-system.ts'
import { toUri } from '../../lib/files/paths.ts'
import type { Field, SqlValue } from '../../lib/types/data-type.ts'
import { field, longType, stringType, structType, timestampType } from '../../lib/types/types.ts'

/** Not in the source's schema; it is read when a query names it. */
export const fileMetadata: Field = {
  ...field(
    '_metadata',
    structType([
      field('file_path', stringType, false),
      field('file_name', stringType, false),
      field('file_size', longType, false),
      field('file_block_start', longType, false),
      field('file_block_length', longType, false),
      field('file_modification_time', timestampType, false),
    ]),
    false,
  ),
  metadata: { fileMetadata: true },
}

/** The column's value for a file: files are not split, so the block is the whole of it. Times are in whole milliseconds. */
export function metadataOf(path: string, files: FileSystem): SqlValue {
  const status = files.immediate.stat(path)
  const uri = toUri(path)
  const size = BigInt(status?.size ?? 0)
  const modified = BigInt(Math.floor(status?.modifiedMs ?? 0)) * 1000n
  return [uri.replace('file://', 'file:'), uri.slice(uri.lastIndexOf('/') + 1), size, 0n, size, modified]
}

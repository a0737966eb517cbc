/** A file's bytes in the order of the file, decompressed by its name's ending as Hadoop does. */
import type { FileSystem } from '../../lib/files/file-system.ts'
import { MillraceError } from '../../lib/errors.ts'
import type { ByteStream } from './byte-stream.ts'

/** Endings of Hadoop's codecs that nothing in Node can read. */
const unreadable: ReadonlyMap<string, string> = new Map(
  Object.entries({ bz2: 'bzip2', snappy: 'snappy', lz4: 'lz4', zst: 'zstd', lzo: 'lzo' }),
)

/**
 * Opens a file for reading from its beginning.
 *
 * @throws MILLRACE_FILE_SYSTEM, CODEC_NOT_AVAILABLE for an ending whose codec is missing
 */
export async function openFile(files: FileSystem, path: string, size: number | undefined): Promise<ByteStream> {
  const ending = path.slice(path.lastIndexOf('.') + 1)
  const codec = unreadable.get(ending)
  if (codec !== undefined) {
    throw new MillraceError(
      'CODEC_NOT_AVAILABLE.WITH_AVAILABLE_CODECS_SUGGESTION',
      `The codec ${codec} is not available. Available codecs are gzip, deflate, none; decompress the file or leave it out by pathGlobFilter: ${path}`,
      { sqlState: '56038', parameters: { codecName: codec, path } },
    )
  }
  const reader = await files.openRead(path)
  if (ending !== 'gz' && ending !== 'deflate') return { size, read: reader.read, close: reader.close }
  const { inflate } = await import('./inflate.ts')
  return inflate(reader, ending)
}

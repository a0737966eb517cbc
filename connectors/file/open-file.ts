/** A file's bytes in the order of the file, decompressed by its name's ending as Hadoop does. */

import { invariant } from '../../lib/errors.ts'
import type { FileSystem } from '../../lib/files/file-system.ts'
import type { ByteStream } from './byte-stream.ts'
import { compressionByName, uncompressed } from './compressed-file.ts'

/**
 * Opens a file for reading from its beginning.
 *
 * @param size of the file, if known
 * @param encoding of its text, undefined for UTF-8; what is read is UTF-8 then
 * @throws MILLRACE_FILE_SYSTEM
 */
export async function openFile(
  files: FileSystem,
  path: string,
  size: number | undefined,
  encoding: string | undefined,
): Promise<ByteStream> {
  const bytes = await openBytes(files, path, size)
  return encoding === undefined ? bytes : asUtf8(bytes, encoding)
}

async function openBytes(files: FileSystem, path: string, size: number | undefined): Promise<ByteStream> {
  const compression = compressionByName(path)
  const reader = await files.openRead(path)
  if (compression === undefined) return { size, read: reader.read, close: reader.close }
  return uncompressed(reader, compression)
}

async function asUtf8(bytes: ByteStream, encoding: string): Promise<ByteStream> {
  const { transcoded } = await import('../../lib/formats/encoding.ts')
  const first = bytes.size === undefined ? await wholeOf(bytes) : undefined
  const read = (target: Uint8Array, position: number): number => {
    if (first) {
      const part = first.subarray(position, position + target.length)
      target.set(part)
      return part.length
    }
    const count = bytes.read(target, position)
    invariant(typeof count === 'number', 'a file system without synchronous reads')
    return count
  }
  return { size: undefined, read: transcoded(read, encoding), close: bytes.close }
}

/** A compressed file in another encoding, which is rare, is held in memory whole: transcoding cannot wait. */
async function wholeOf(bytes: ByteStream): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for (let position = 0; ; ) {
    const piece = new Uint8Array(1 << 18)
    const count = await bytes.read(piece, position)
    if (count === 0) break
    pieces.push(piece.subarray(0, count))
    position += count
  }
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

/** Reads .gz and .deflate files piece by piece: a file of any size takes the memory of a few pieces. */
import { pipeline, Readable } from 'node:stream'
import { createGunzip, createInflate } from 'node:zlib'
import type { FileReader } from '../../lib/files/file-system.ts'
import type { ByteStream } from './byte-stream.ts'

/** The uncompressed bytes of a file; closing it closes `reader`. Several streams in a row are one file, as for Hadoop. */
export function inflate(reader: FileReader, ending: 'gz' | 'deflate'): ByteStream {
  let begin = 0
  const open = () => {
    const made = ending === 'gz' ? createGunzip() : createInflate()
    // Errors come out of the iteration below.
    pipeline(Readable.from(piecesOf(reader, begin)), made, () => {})
    return made
  }
  let decoder = open()
  let pieces: AsyncIterator<Uint8Array> = decoder[Symbol.asyncIterator]()
  let piece: Uint8Array = new Uint8Array(0)
  /** Node reads on by itself behind a member of gzip, but not behind a stream of zlib. */
  const another = async (): Promise<boolean> => {
    if (ending === 'gz') return false
    begin += decoder.bytesWritten
    if ((await reader.read(new Uint8Array(1), begin)) === 0) return false
    decoder = open()
    pieces = decoder[Symbol.asyncIterator]()
    return true
  }
  return {
    size: undefined,
    async read(target) {
      while (piece.length === 0) {
        const next = await pieces.next()
        if (!next.done) piece = next.value
        else if (!(await another())) return 0
      }
      const count = Math.min(piece.length, target.length)
      target.set(piece.subarray(0, count))
      piece = piece.subarray(count)
      return count
    },
    async close() {
      decoder.destroy()
      await reader.close()
    },
  }
}

/** The compressed bytes of a file from `begin` on in pieces of 256 KiB. */
async function* piecesOf(reader: FileReader, begin: number): AsyncGenerator<Uint8Array, void, void> {
  for (let position = begin; ; ) {
    const piece = new Uint8Array(1 << 18)
    const count = await reader.read(piece, position)
    if (count === 0) return
    position += count
    yield piece.subarray(0, count)
  }
}

/** Reads .gz and .deflate files piece by piece: a file of any size takes the memory of a few pieces. */
import { pipeline, Readable } from 'node:stream'
import { createGunzip, createInflate } from 'node:zlib'
import type { FileReader } from '../../lib/files/file-system.ts'
import type { ByteStream } from './byte-stream.ts'

/** The uncompressed bytes of a file; closing it closes `reader`. Several gzip members in a row are one file. */
export function inflate(reader: FileReader, ending: 'gz' | 'deflate'): ByteStream {
  const decoder = ending === 'gz' ? createGunzip() : createInflate()
  // Errors come out of the iteration below.
  pipeline(Readable.from(piecesOf(reader)), decoder, () => {})
  const pieces: AsyncIterator<Uint8Array> = decoder[Symbol.asyncIterator]()
  let piece: Uint8Array = new Uint8Array(0)
  return {
    size: undefined,
    async read(target) {
      while (piece.length === 0) {
        const next = await pieces.next()
        if (next.done) return 0
        piece = next.value
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

/** The compressed bytes of a file in pieces of 256 KiB. */
async function* piecesOf(reader: FileReader): AsyncGenerator<Uint8Array, void, void> {
  for (let position = 0; ; ) {
    const piece = new Uint8Array(1 << 18)
    const count = await reader.read(piece, position)
    if (count === 0) return
    position += count
    yield piece.subarray(0, count)
  }
}

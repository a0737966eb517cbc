/** Which files are compressed, and how: Hadoop's codecs, known by the ending of a name. */
import type { FileReader } from '../../lib/files/file-system.ts'
import type { Decompressor } from '../../lib/formats/compression/decompressor.ts'
import type { ByteStream } from './byte-stream.ts'

const endings = ['gz', 'deflate', 'bz2', 'snappy', 'lz4', 'zst'] as const
export type CompressedEnding = (typeof endings)[number]

/** Read at once: little enough that what it inflates to fits in memory. */
const pieceBytes = 1 << 16

/** How a file is compressed, by its ending in letters of any case, as for Hadoop; undefined = not at all. */
export function compressionByName(path: string): CompressedEnding | undefined {
  const ending = path.slice(path.lastIndexOf('.') + 1).toLowerCase()
  return endings.find((one) => one === ending)
}

/** The uncompressed bytes of a file; closing it closes `reader`. */
export async function uncompressed(reader: FileReader, ending: CompressedEnding): Promise<ByteStream> {
  if (ending === 'gz' || ending === 'deflate') {
    const { inflate } = await import('./inflate.ts')
    return inflate(reader, ending)
  }
  const { decompressorOf } = await import('./decompressors.ts')
  return streamOf(reader, decompressorOf(ending))
}

function streamOf(reader: FileReader, decompressor: Decompressor): ByteStream {
  const pieces = piecesOf(reader, decompressor)
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
    close: reader.close,
  }
}

async function* piecesOf(reader: FileReader, decompressor: Decompressor): AsyncGenerator<Uint8Array, void, void> {
  const compressed = new Uint8Array(pieceBytes)
  for (let position = 0; ; ) {
    const count = await reader.read(compressed, position)
    if (count === 0) break
    position += count
    yield* decompressor.push(compressed.subarray(0, count))
  }
  yield* decompressor.end()
}

/**
 * Files of Hadoop's block codecs (`.snappy`, `.lz4`): blocks of a four-byte uncompressed length, behind which chunks of
 * a four-byte compressed length and their bytes follow until the block's length is reached (BlockCompressorStream of
 * hadoop-common); all numbers are big-endian.
 */
import { type Decompressor, PendingBytes } from './decompressor.ts'

/** A codec of single chunks. */
export interface ChunkCodec {
  /** Gives at most `limit` bytes. @throws Error for bytes that are no chunk or hold more than `limit` */
  decompress(chunk: Uint8Array, limit: number): Uint8Array
  compress(bytes: Uint8Array): Uint8Array
}

/** Fits Hadoop's buffers of 256 KiB, compressed and uncompressed, also when it cannot be compressed. */
const blockBytes = 1 << 17

/** Reads the blocks of one file. */
export class HadoopBlocks implements Decompressor {
  readonly #codec: ChunkCodec
  readonly #pending = new PendingBytes()
  /** Uncompressed bytes of the block that are still to come. */
  #missing = 0

  constructor(codec: ChunkCodec) {
    this.#codec = codec
  }

  *push(bytes: Uint8Array): Generator<Uint8Array> {
    const pending = this.#pending
    pending.append(bytes)
    while (pending.length >= 4) {
      if (this.#missing === 0) {
        this.#missing = this.#length('block', pending.int())
        pending.take(4)
        // An empty block is how Hadoop writes an empty file.
        continue
      }
      const size = this.#length('chunk', pending.int())
      if (pending.length < 4 + size) return
      pending.take(4)
      const piece = this.#codec.decompress(pending.take(size), this.#missing)
      this.#missing -= piece.length
      yield piece
    }
  }

  end(): Iterable<Uint8Array> {
    if (this.#missing > 0 || this.#pending.length > 0) throw new Error('Unexpected end of block in input stream')
    return []
  }

  #length(what: string, length: number): number {
    if (length >= 0) return length
    throw new Error(`The length of a compressed ${what} is negative: ${length}`)
  }
}

/** The blocks of `bytes`, one chunk each. */
export function hadoopBlocks(codec: ChunkCodec, bytes: Uint8Array): Uint8Array {
  const chunks: { readonly plain: number; readonly chunk: Uint8Array }[] = []
  let size = 0
  for (let from = 0; from < bytes.length; from += blockBytes) {
    const plain = bytes.subarray(from, from + blockBytes)
    const chunk = codec.compress(plain)
    chunks.push({ plain: plain.length, chunk })
    size += 8 + chunk.length
  }
  const blocks = new Uint8Array(size)
  const view = new DataView(blocks.buffer)
  let at = 0
  for (const { plain, chunk } of chunks) {
    view.setUint32(at, plain)
    view.setUint32(at + 4, chunk.length)
    blocks.set(chunk, at + 8)
    at += 8 + chunk.length
  }
  return blocks
}

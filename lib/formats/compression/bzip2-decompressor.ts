/** Reads bzip2 files, block by block; several streams in a row are one file, as for Hadoop's BZip2Codec. */
import { BitReader } from './bit-reader.ts'
import { readBlock } from './bzip2-block.ts'
import { combinedCrc } from './bzip2-crc.ts'
import { type Decompressor, PendingBytes } from './decompressor.ts'

/** Of a compressed block, whose symbols take 20 bits at most: who holds so many bytes holds the whole block. */
const mostBlockBytes = (900_000 * 20) / 8 + 65_536

export class Bzip2Decompressor implements Decompressor {
  readonly #pending = new PendingBytes()
  /** Bits of the first byte that are read already. */
  #bit = 0
  /** Bytes a block may hold; 0 between streams. */
  #most = 0
  #crc = 0;

  *push(bytes: Uint8Array): Generator<Uint8Array> {
    this.#pending.append(bytes)
    while (this.#pending.length > mostBlockBytes) yield* this.#step()
  }

  *end(): Generator<Uint8Array> {
    while (this.#pending.length > 0) yield* this.#step()
    if (this.#most > 0) throw new Error('Unexpected end of compressed input')
  }

  /** A stream's beginning, a block, or a stream's end. */
  *#step(): Generator<Uint8Array> {
    const bits = new BitReader(this.#pending.peek())
    if (this.#bit > 0) bits.read(this.#bit)
    if (this.#most === 0) {
      this.#begin(bits)
      return
    }
    const magic = `${bits.read(24).toString(16)}${bits.read(24).toString(16)}`
    if (magic === '314159265359') {
      const { bytes, crc } = readBlock(bits, this.#most)
      this.#crc = combinedCrc(this.#crc, crc)
      this.#passed(bits)
      if (bytes.length > 0) yield bytes
    } else if (magic === '177245385090') {
      const crc = (bits.read(16) << 16) | bits.read(16) | 0
      if (crc !== (this.#crc | 0)) throw new Error('the checksum of a bzip2 stream is another')
      bits.align()
      this.#most = 0
      this.#passed(bits)
    } else throw new Error('bad block header of bzip2')
  }

  #begin(bits: BitReader): void {
    const magic = bits.read(24)
    const level = bits.read(8) - 0x30
    if (magic !== 0x425a68 || level < 1 || level > 9) {
      throw new Error('Stream is not BZip2 formatted: it does not begin with BZh and a level')
    }
    this.#most = 100_000 * level
    this.#crc = 0
    this.#passed(bits)
  }

  #passed(bits: BitReader): void {
    this.#pending.take(bits.position >>> 3)
    this.#bit = bits.position & 7
  }
}

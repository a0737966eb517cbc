/** A file of Hadoop's DefaultCodec (`.deflate`): one zlib stream (RFC 1950), made of pieces as they come. */
import { constants, deflateRawSync } from 'node:zlib'
import type { FileCompressor } from './compression.ts'

const modulus = 65_521
/** Sums of this many bytes fit 32 bits before they are reduced. */
const unreduced = 5552

export class ZlibStream implements FileCompressor {
  #begun = false
  #a = 1
  #b = 0

  /** Each piece ends at a byte and refers to no earlier one. */
  compress(bytes: Uint8Array): Uint8Array {
    this.#add(bytes)
    return this.#behindHeader(deflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }))
  }

  /** An empty last block and the checksum of all bytes (Adler-32). */
  finish(): Uint8Array {
    const end = new Uint8Array([3, 0, this.#b >>> 8, this.#b & 255, this.#a >>> 8, this.#a & 255])
    return this.#behindHeader(end)
  }

  #behindHeader(bytes: Uint8Array): Uint8Array {
    if (this.#begun) return bytes
    this.#begun = true
    const headed = new Uint8Array(bytes.length + 2)
    headed.set([0x78, 0x9c])
    headed.set(bytes, 2)
    return headed
  }

  #add(bytes: Uint8Array): void {
    let a = this.#a
    let b = this.#b
    for (let from = 0; from < bytes.length; from += unreduced) {
      const end = Math.min(bytes.length, from + unreduced)
      for (let at = from; at < end; at++) {
        a += bytes[at] as number
        b += a
      }
      a %= modulus
      b %= modulus
    }
    this.#a = a
    this.#b = b
  }
}

/** Reads zstd files (RFC 8878); several frames in a row are one file. Their checksums are not compared. */
import { createRequire } from 'node:module'
import type { Decompressor } from '../../lib/formats/compression/decompressor.ts'

/** Loaded at first use, and while a reader's `load()` waits for a schema: that cannot wait for an import(). */
const require = createRequire(import.meta.url)

export class ZstdDecompressor implements Decompressor {
  #pieces: Uint8Array[] = []
  readonly #push: (bytes: Uint8Array, last: boolean) => void

  constructor() {
    const { Decompress }: typeof import('fzstd') = require('fzstd')
    const decoder = new Decompress((piece) => {
      if (piece.length > 0) this.#pieces.push(piece)
    })
    this.#push = (bytes, last) => decoder.push(bytes, last)
  }

  push(bytes: Uint8Array): Iterable<Uint8Array> {
    // The decoder keeps what it cannot use yet; a Buffer's slice() would be no copy.
    this.#push(new Uint8Array(bytes), false)
    return this.#taken()
  }

  end(): Iterable<Uint8Array> {
    this.#push(new Uint8Array(0), true)
    return this.#taken()
  }

  #taken(): Uint8Array[] {
    const pieces = this.#pieces
    this.#pieces = []
    return pieces
  }
}

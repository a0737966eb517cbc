/** Decoders of what Node cannot read by itself. */
import { gunzipSync, inflateSync } from 'node:zlib'
import { Bzip2Decompressor } from '../../lib/formats/compression/bzip2-decompressor.ts'
import type { Decompressor } from '../../lib/formats/compression/decompressor.ts'
import { HadoopBlocks } from '../../lib/formats/compression/hadoop-blocks.ts'
import { lz4 } from '../../lib/formats/compression/lz4.ts'
import { snappy } from '../../lib/formats/compression/snappy.ts'
import type { CompressedEnding } from './compressed-file.ts'
import { ZstdDecompressor } from './zstd-decompressor.ts'

/** A decoder of one file. */
export function decompressorOf(ending: Exclude<CompressedEnding, 'gz' | 'deflate'>): Decompressor {
  switch (ending) {
    case 'bz2':
      return new Bzip2Decompressor()
    case 'snappy':
      return new HadoopBlocks(snappy)
    case 'lz4':
      return new HadoopBlocks(lz4)
    case 'zst':
      return new ZstdDecompressor()
  }
}

/** A whole file at once, for those who may not wait. @throws Error saying what is wrong with the bytes */
export function decompressedWhole(bytes: Uint8Array, ending: CompressedEnding): Uint8Array {
  if (ending === 'gz') return gunzipSync(bytes)
  if (ending === 'deflate') return inflated(bytes)
  const decompressor = decompressorOf(ending)
  return Buffer.concat([...decompressor.push(bytes), ...decompressor.end()])
}

/** All streams of zlib in a row. */
function inflated(bytes: Uint8Array): Uint8Array {
  const pieces: Uint8Array[] = []
  for (let at = 0; at < bytes.length; ) {
    const told: unknown = inflateSync(bytes.subarray(at), { info: true })
    const { buffer, engine } = told as InflateInfo
    pieces.push(buffer)
    at += engine.bytesWritten
  }
  return pieces.length === 1 ? (pieces[0] as Uint8Array) : Buffer.concat(pieces)
}

/** What the option `info` adds, which Node's types leave out. */
interface InflateInfo {
  readonly buffer: Uint8Array
  readonly engine: { readonly bytesWritten: number }
}

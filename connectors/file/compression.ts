/** How written files are compressed: the option `compression` of file sinks. */
import type { OptionMap } from '../../lib/connector/connector.ts'
import { Options } from '../../lib/connector/options.ts'
import { MillraceError } from '../../lib/errors.ts'
import type { ChunkCodec } from '../../lib/formats/compression/hadoop-blocks.ts'

/** Compresses one file, piece by piece. */
export interface FileCompressor {
  compress(bytes: Uint8Array): Uint8Array
  /** What closes the file behind the last piece. */
  finish(): Uint8Array
}

export interface Compression {
  /** Behind the format's own ending: `.gz`, `.zst`, or nothing. */
  readonly extension: string
  /** undefined: bytes are written as they are. */
  readonly begin: (() => FileCompressor) | undefined
}

const uncompressed: Compression = { extension: '', begin: undefined }

/** Each loads what it needs at first use. */
const codecs: ReadonlyMap<string, () => Promise<Compression>> = new Map([
  ['none', async () => uncompressed],
  ['uncompressed', async () => uncompressed],
  ['bzip2', bzip2],
  ['deflate', deflate],
  ['gzip', gzip],
  ['lz4', async () => blocks('.lz4', (await import('../../lib/formats/compression/lz4.ts')).lz4)],
  ['snappy', async () => blocks('.snappy', (await import('../../lib/formats/compression/snappy.ts')).snappy)],
  ['zstd', zstd],
])

/** Spark takes the names of Hadoop's classes too, and for zstd nothing else. */
const classes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    BZip2Codec: 'bzip2',
    DefaultCodec: 'deflate',
    DeflateCodec: 'deflate',
    GzipCodec: 'gzip',
    Lz4Codec: 'lz4',
    SnappyCodec: 'snappy',
    ZStandardCodec: 'zstd',
  }).map(([name, codec]) => [`org.apache.hadoop.io.compress.${name}`, codec]),
)

/** As Spark lists them, in its order. */
const available = 'bzip2, deflate, uncompressed, snappy, none, lz4, gzip'

/**
 * How a sink compresses its files.
 *
 * @param format csv knows the option by the name `codec` too
 * @throws CODEC_NOT_AVAILABLE.WITH_AVAILABLE_CODECS_SUGGESTION
 */
export async function compressionOf(entries: OptionMap, format: string): Promise<Compression> {
  return codecOf(entries, format)()
}

/**
 * Readers go by the endings of files, but Spark's look at the option too.
 *
 * @throws CODEC_NOT_AVAILABLE.WITH_AVAILABLE_CODECS_SUGGESTION
 */
export function checkCompression(entries: OptionMap, format: string): void {
  codecOf(entries, format)
}

function codecOf(entries: OptionMap, format: string): () => Promise<Compression> {
  const options = new Options(entries)
  const name = options.text('compression') ?? (format === 'csv' ? options.text('codec') : undefined) ?? 'none'
  const codec = codecs.get(classes.get(name) ?? name.toLowerCase())
  if (codec) return codec
  throw new MillraceError(
    'CODEC_NOT_AVAILABLE.WITH_AVAILABLE_CODECS_SUGGESTION',
    `The codec ${name} is not available. Available codecs are ${available}.`,
    { sqlState: '56038', parameters: { codecName: name, availableCodecs: available } },
  )
}

const nothing = (): Uint8Array => new Uint8Array(0)

async function gzip(): Promise<Compression> {
  const { gzipSync } = await import('node:zlib')
  // Members that follow one another are one file.
  const compressor: FileCompressor = { compress: (bytes) => gzipSync(bytes), finish: nothing }
  return { extension: '.gz', begin: () => compressor }
}

async function deflate(): Promise<Compression> {
  const { ZlibStream } = await import('./zlib-stream.ts')
  return { extension: '.deflate', begin: () => new ZlibStream() }
}

async function bzip2(): Promise<Compression> {
  const { Bzip2Compressor } = await import('../../lib/formats/compression/bzip2-compressor.ts')
  return { extension: '.bz2', begin: () => new Bzip2Compressor() }
}

async function zstd(): Promise<Compression> {
  const { Zstd } = await import('@hpcc-js/wasm-zstd')
  const encoder = await Zstd.load()
  // Frames that follow one another are one file.
  const compressor: FileCompressor = { compress: (bytes) => encoder.compress(bytes), finish: nothing }
  return { extension: '.zst', begin: () => compressor }
}

async function blocks(extension: string, codec: ChunkCodec): Promise<Compression> {
  const { hadoopBlocks } = await import('../../lib/formats/compression/hadoop-blocks.ts')
  const compressor: FileCompressor = { compress: (bytes) => hadoopBlocks(codec, bytes), finish: nothing }
  return { extension, begin: () => compressor }
}

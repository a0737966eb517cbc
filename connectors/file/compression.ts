/** How written files are compressed: the option `compression` of file sinks. */
import type { OptionMap } from '../../lib/connector/connector.ts'
import { Options } from '../../lib/connector/options.ts'
import { MillraceError } from '../../lib/errors.ts'

/** Compresses one file, piece by piece. */
export interface FileCompressor {
  compress(bytes: Uint8Array): Uint8Array
  /** What closes the file behind the last piece. */
  finish(): Uint8Array
}

export interface Compression {
  /** Behind the format's own ending: `.gz`, `.deflate`, or nothing. */
  readonly extension: string
  /** undefined: bytes are written as they are. */
  readonly begin: (() => FileCompressor) | undefined
}

const available = 'uncompressed, none, gzip, deflate'

/**
 * @param format csv knows the option by the name `codec` too
 * @throws CODEC_NOT_AVAILABLE.WITH_AVAILABLE_CODECS_SUGGESTION
 */
export async function compressionOf(entries: OptionMap, format: string): Promise<Compression> {
  const options = new Options(entries)
  const name = options.text('compression') ?? (format === 'csv' ? options.text('codec') : undefined) ?? 'none'
  switch (name.toLowerCase()) {
    case 'none':
    case 'uncompressed':
      return { extension: '', begin: undefined }
    case 'gzip': {
      const { gzipSync } = await import('node:zlib')
      // Members that follow one another are one file.
      const compressor: FileCompressor = { compress: (bytes) => gzipSync(bytes), finish: () => new Uint8Array(0) }
      return { extension: '.gz', begin: () => compressor }
    }
    case 'deflate': {
      const { ZlibStream } = await import('./zlib-stream.ts')
      return { extension: '.deflate', begin: () => new ZlibStream() }
    }
    default:
      throw new MillraceError(
        'CODEC_NOT_AVAILABLE.WITH_AVAILABLE_CODECS_SUGGESTION',
        `The codec ${name} is not available. Available codecs are ${available}.`,
        { sqlState: '56038', parameters: { codecName: name, availableCodecs: available } },
      )
  }
}

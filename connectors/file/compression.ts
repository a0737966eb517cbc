/** How written files are compressed: the option `compression` of file sinks. */
import type { OptionMap } from '../../lib/connector/connector.ts'
import { Options } from '../../lib/connector/options.ts'
import { MillraceError } from '../../lib/errors.ts'

/** Compresses blocks that stand for themselves: written one behind the other they are one valid file. */
export interface Compression {
  /** Behind the format's own ending: `.gz`, or nothing. */
  readonly extension: string
  /** undefined: bytes are written as they are. */
  readonly compress: ((bytes: Uint8Array) => Uint8Array) | undefined
}

/** @throws CODEC_NOT_AVAILABLE.WITH_AVAILABLE_CODECS_SUGGESTION */
export async function compressionOf(entries: OptionMap): Promise<Compression> {
  const name = new Options(entries).text('compression') ?? 'none'
  switch (name.toLowerCase()) {
    case 'none':
    case 'uncompressed':
      return { extension: '', compress: undefined }
    case 'gzip': {
      const { gzipSync } = await import('node:zlib')
      return { extension: '.gz', compress: (bytes) => gzipSync(bytes) }
    }
    default:
      throw new MillraceError(
        'CODEC_NOT_AVAILABLE.WITH_AVAILABLE_CODECS_SUGGESTION',
        `The codec ${name} is not available. Available codecs are uncompressed, none, gzip.`,
        { sqlState: '56038', parameters: { codecName: name, availableCodecs: 'uncompressed, none, gzip' } },
      )
  }
}

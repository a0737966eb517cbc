import type { OptionMap } from '../../lib/connector/connector.ts'
import { Options } from '../../lib/connector/options.ts'
import { MillraceError } from '../../lib/errors.ts'

export interface SocketOptions {
  readonly host: string
  readonly port: number
  readonly includeTimestamp: boolean
}

/**
 * Reads the options as Spark's TextSocketSourceProvider does, with its texts.
 *
 * @throws _LEGACY_ERROR_TEMP_1295 without host, 1296 without port, 1297 for an includeTimestamp that is no boolean
 */
export function socketOptions(entries: OptionMap): SocketOptions {
  const options = new Options(entries)
  const host = options.text('host')
  if (host === undefined) {
    throw new MillraceError('_LEGACY_ERROR_TEMP_1295', 'Set a host to read from with option("host", ...).')
  }
  const port = options.text('port')
  if (port === undefined) {
    throw new MillraceError('_LEGACY_ERROR_TEMP_1296', 'Set a port to read from with option("port", ...).')
  }
  const flag = options.text('includeTimestamp')?.toLowerCase() ?? 'false'
  if (flag !== 'true' && flag !== 'false') {
    throw new MillraceError('_LEGACY_ERROR_TEMP_1297', 'IncludeTimestamp must be set to either "true" or "false".')
  }
  return { host, port: portOf(port), includeTimestamp: flag === 'true' }
}

/** Spark parses it when the query starts; a mistake that can be known is told at load(). */
function portOf(text: string): number {
  const port = /^[+]?\d+$/.test(text) ? Number(text) : Number.NaN
  if (port >= 0 && port <= 65_535) return port
  const reason = Number.isNaN(port) ? `For input string: "${text}"` : `port out of range:${port}`
  throw new MillraceError('MILLRACE_OPTION_INVALID', `${reason} (option port)`)
}

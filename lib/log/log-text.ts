/** The text form that Spark's log files share: a version line, then content; no newline at the end. */
import { MillraceError } from '../errors.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** `v1` and the lines after it, as bytes. */
export function encodeLines(lines: readonly string[]): Uint8Array {
  return encoder.encode(lines.length === 0 ? 'v1' : `v1\n${lines.join('\n')}`)
}

/**
 * The lines after the version line.
 *
 * @param path named in errors
 * @throws MILLRACE_LOG_VERSION with Spark's text for a newer version (offsets v2, commits v2/v3), MILLRACE_LOG_MALFORMED
 * when there is no version line
 */
export function decodeLines(bytes: Uint8Array, path: string): readonly string[] {
  const text = decoder.decode(bytes)
  if (text === '') throw malformedLog(path, 'Incomplete log file')
  const lines = text.split('\n')
  requireVersion(lines[0] as string, path)
  return lines.slice(1)
}

/** Spark's MetadataVersionUtils.validateVersion for version 1. */
function requireVersion(line: string, path: string): void {
  const version = /^v([1-9][0-9]{0,8})$/.exec(line)?.[1]
  if (version === undefined)
    throw malformedLog(path, `Log file was malformed: failed to read correct log version from ${line}.`)
  if (version === '1') return
  throw new MillraceError(
    'MILLRACE_LOG_VERSION',
    `Failed to read log file ${path}. UnsupportedLogVersion: maximum supported log version is v1, but encountered v${version}. ` +
      'The log file was produced by Spark with a newer log format (source evolution, state checkpoint v2); go on with it in Spark, or use a new checkpoint location',
    { parameters: { path, version: `v${version}` } },
  )
}

/** The error of a log file that cannot be read. */
export function malformedLog(path: string, what: string, cause?: unknown): MillraceError {
  return new MillraceError('MILLRACE_LOG_MALFORMED', `Failed to read log file ${path}. ${what}`, {
    parameters: { path },
    ...(cause === undefined ? {} : { cause }),
  })
}

/** The options of file sources, with Spark's names, defaults and texts (FileStreamOptions). */
import type { OptionMap } from '../../lib/connector/connector.ts'
import { Options } from '../../lib/connector/options.ts'
import { MillraceError } from '../../lib/errors.ts'
import { plainPath } from '../../lib/files/paths.ts'

/** What happens to a file when the batch that read it is committed. */
export type CleanSource = 'off' | 'archive' | 'delete'

export interface FileSourceOptions {
  readonly maxFilesPerTrigger: number | undefined
  readonly maxBytesPerTrigger: number | undefined
  readonly maxFileAgeMs: number
  readonly latestFirst: boolean
  readonly fileNameOnly: boolean
  readonly maxCachedFiles: number
  readonly discardCachedInputRatio: number
  readonly cleanSource: CleanSource
  readonly sourceArchiveDir: string | undefined
}

/**
 * Reads and checks the options of a streaming file source.
 *
 * @throws MILLRACE_OPTION_INVALID with Spark's text
 */
export function fileSourceOptions(entries: OptionMap): FileSourceOptions {
  const options = new Options(entries)
  for (const name of ['modifiedbefore', 'modifiedafter']) {
    if (options.text(name) !== undefined) throw refused(`option '${name}' is not allowed in file stream sources`)
  }
  const maxFilesPerTrigger = positive(options, 'maxFilesPerTrigger')
  const maxBytesPerTrigger = positive(options, 'maxBytesPerTrigger')
  if (maxFilesPerTrigger !== undefined && maxBytesPerTrigger !== undefined) {
    throw refused("Options 'maxFilesPerTrigger' and 'maxBytesPerTrigger' can't be both set at the same time")
  }
  return {
    maxFilesPerTrigger,
    maxBytesPerTrigger,
    maxFileAgeMs: durationOption(options, 'maxFileAge') ?? 7 * 86_400_000,
    latestFirst: flag(options, 'latestFirst'),
    fileNameOnly: flag(options, 'fileNameOnly'),
    maxCachedFiles: number(
      options,
      'maxCachedFiles',
      10_000,
      /^[+-]?\d+$/,
      (value) => value >= 0,
      'an integer greater than or equal to 0',
    ),
    discardCachedInputRatio: number(
      options,
      'discardCachedInputRatio',
      0.2,
      /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?[fd]?$/i,
      (value) => value >= 0 && value <= 1,
      'a positive float between 0 and 1',
    ),
    ...cleaning(options),
  }
}

/**
 * A length of time in milliseconds, as Spark's JavaUtils.timeStringAsMs reads it; undefined when it is not given.
 *
 * @throws MILLRACE_OPTION_INVALID with Spark's text
 */
export function durationOption(options: Options, name: string): number | undefined {
  const text = options.text(name)
  if (text === undefined) return undefined
  const match = /^(-?\d+)([a-z]+)?$/.exec(text.trim().toLowerCase())
  const unit = millis.get(match?.[2] ?? 'ms')
  if (match && unit !== undefined) return Math.trunc(Number(match[1]) * unit)
  throw refused(
    'Time must be specified as seconds (s), milliseconds (ms), microseconds (us), minutes (m or min), hour (h), or day (d). ' +
      `E.g. 50s, 100ms, or 250us.\nFailed to parse time string: ${text} (option ${name})`,
  )
}

const millis: ReadonlyMap<string, number> = new Map(
  Object.entries({ us: 0.001, ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 }),
)

function cleaning(options: Options): Pick<FileSourceOptions, 'cleanSource' | 'sourceArchiveDir'> {
  const mode = options.text('cleanSource') ?? 'off'
  const cleanSource = mode.toLowerCase()
  const archive = options.text('sourceArchiveDir')
  if (cleanSource !== 'off' && cleanSource !== 'archive' && cleanSource !== 'delete') {
    throw refused(`Invalid mode for clean source option Some(${mode}). Must be one of ARCHIVE,DELETE,OFF`)
  }
  if (cleanSource === 'archive' && archive === undefined) {
    throw refused("Archive mode must be used with 'sourceArchiveDir' option.")
  }
  return { cleanSource, sourceArchiveDir: archive === undefined ? undefined : plainPath(archive) }
}

function positive(options: Options, name: string): number | undefined {
  if (options.text(name) === undefined) return undefined
  return number(options, name, 0, /^[+-]?\d+$/, (value) => value > 0, 'a positive integer')
}

function number(
  options: Options,
  name: string,
  fallback: number,
  shape: RegExp,
  accepts: (value: number) => boolean,
  rule: string,
): number {
  const text = options.text(name)
  if (text === undefined) return fallback
  const value = shape.test(text) ? Number(text.replace(/[fd]$/i, '')) : Number.NaN
  if (accepts(value) && value <= Number.MAX_SAFE_INTEGER) return value
  throw refused(`Invalid value '${text}' for option '${name}', must be ${rule}`)
}

function flag(options: Options, name: string): boolean {
  const text = options.text(name)
  if (text === undefined) return false
  const lower = text.toLowerCase()
  if (lower === 'true' || lower === 'false') return lower === 'true'
  throw refused(`Invalid value '${text}' for option '${name}', must be 'true' or 'false'`)
}

/** The error of an option that Spark refuses without a condition of its own. */
export function refused(message: string): MillraceError {
  return new MillraceError('MILLRACE_OPTION_INVALID', message)
}

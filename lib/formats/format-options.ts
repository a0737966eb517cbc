/** Reads a format's options the way Spark's option classes do, with Spark's errors. Unknown options are ignored. */

import { utf8Of } from '../columnar/bytes.ts'
import { MillraceError } from '../errors.ts'
import type { FormatOptions } from './format.ts'

/** What Scala's `toBoolean` takes: true or false in any case. */
export function flagOption(options: FormatOptions, name: string, fallback: boolean): boolean {
  const text = options.get(name.toLowerCase())
  if (text === undefined) return fallback
  const lower = text.toLowerCase()
  if (lower === 'true' || lower === 'false') return lower === 'true'
  throw invalidOption(name, text, `For input string: "${text}"`)
}

/** What Scala's `toInt` takes. */
export function integerOption(options: FormatOptions, name: string, fallback: number): number {
  const text = options.get(name.toLowerCase())
  if (text === undefined) return fallback
  const value = Number(text)
  if (/^[+-]?\d+$/.test(text) && value === (value | 0)) return value
  throw invalidOption(name, text, `For input string: "${text}"`)
}

export type ParseMode = 'PERMISSIVE' | 'DROPMALFORMED' | 'FAILFAST'

/** An unknown mode is PERMISSIVE, as in Spark (which logs a warning). */
export function parseModeOption(options: FormatOptions): ParseMode {
  const mode = options.get('mode')?.toUpperCase()
  return mode === 'DROPMALFORMED' || mode === 'FAILFAST' ? mode : 'PERMISSIVE'
}

/** `lineSep` as text; undefined when it is not given. */
export function lineSeparatorOption(options: FormatOptions): string | undefined {
  const text = options.get('linesep')
  if (text === undefined) return undefined
  if (text.length > 0) return text
  throw invalidOption('lineSep', text, "requirement failed: 'lineSep' cannot be an empty string.")
}

/** The separator's bytes in UTF-8, which is what files are in once they are transcoded. */
export function separatorBytes(separator: string | undefined): Uint8Array | undefined {
  return separator === undefined ? undefined : utf8Of(separator)
}

/** `encoding`, else `charset`; undefined when neither is given. */
export function encodingOption(options: FormatOptions): string | undefined {
  return options.get('encoding') ?? options.get('charset')
}

export function invalidOption(name: string, value: string, why: string): MillraceError {
  return new MillraceError('MILLRACE_OPTION_INVALID', `${why}\nIt is the option ${name} = '${value}'`, {
    parameters: { name, value },
  })
}

/** A connector's options as the user gave them: text by name, names without case, each read and checked once. */
import { MillraceError } from '../errors.ts'
import { parseDuration } from '../types/time/duration.ts'
import type { OptionMap } from './connector.ts'

/** The options of one reader or writer. Unknown options are ignored, as Spark does. */
export class Options {
  readonly #values: OptionMap

  /** @param entries names and values as given; the last of two names that differ in case only wins */
  constructor(entries: Iterable<readonly [string, string]>) {
    this.#values = new Map([...entries].map(([name, value]) => [name.toLowerCase(), value]))
  }

  get entries(): OptionMap {
    return this.#values
  }

  text(name: string): string | undefined {
    return this.#values.get(name.toLowerCase())
  }

  /** @throws MILLRACE_OPTION_MISSING naming the option and who needs it */
  required(name: string, owner: string): string {
    const value = this.text(name)
    if (value !== undefined) return value
    throw new MillraceError('MILLRACE_OPTION_MISSING', `Give option("${name}", …): ${owner} cannot start without it`)
  }

  /** `true` or `false` in any case. */
  flag(name: string, fallback: boolean): boolean {
    const value = this.text(name)?.trim().toLowerCase()
    if (value === undefined) return fallback
    if (value === 'true' || value === 'false') return value === 'true'
    throw invalid(name, value, 'must be true or false')
  }

  /** A whole number above 0; Spark's text for file sources. */
  positive(name: string): number | undefined {
    const value = this.text(name)
    if (value === undefined) return undefined
    const number = /^\s*\+?\d+\s*$/.test(value) ? Number(value) : 0
    if (number > 0 && Number.isSafeInteger(number)) return number
    throw invalid(name, value, 'must be a positive integer')
  }

  /** A whole number of at least `least`. */
  whole(name: string, fallback: number, least = 0): number {
    const value = this.text(name)
    if (value === undefined) return fallback
    const number = /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : Number.NaN
    if (number >= least && Number.isSafeInteger(number)) return number
    throw invalid(name, value, `must be a whole number of at least ${least}`)
  }

  /** A length of time (`7d`, `10 minutes`, `500ms`) in milliseconds; a bare number counts `bareUnitMs` each. */
  durationMs(name: string, fallback: number, bareUnitMs = 1): number {
    const value = this.text(name)
    if (value === undefined) return fallback
    const short = /^\s*(\d+)\s*(us|ms|s|m|min|h|d)?\s*$/i.exec(value)
    if (short)
      return Number(short[1]) * (short[2] === undefined ? bareUnitMs : (unitMs[short[2].toLowerCase()] as number))
    const { days, micros } = parseDuration(value)
    return days * 86_400_000 + Number(micros / 1000n)
  }
}

/** Spark's JavaUtils.timeStringAsMs suffixes. */
const unitMs: Readonly<Record<string, number>> = {
  us: 0.001,
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

/**
 * The error of an option's value that cannot be used.
 *
 * @param rule completes the sentence "Invalid value '…' for option '…', …"
 */
export function invalid(name: string, value: string, rule: string): MillraceError {
  return new MillraceError('MILLRACE_OPTION_INVALID', `Invalid value '${value}' for option '${name}', ${rule}`, {
    parameters: { option: name, value },
  })
}

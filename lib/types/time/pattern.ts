/**
 * Datetime patterns (`yyyy-MM-dd HH:mm:ss`): Spark's subset of Java's `DateTimeFormatter`, English names, strict
 * resolving. Used by date_format, to_timestamp and the `dateFormat`/`timestampFormat` options.
 */
import { MillraceError } from '../../errors.ts'
import type { Micros } from '../data-type.ts'
import { dayOfMicros, microsPerDay } from './calendar.ts'
import { nanosPerMicro } from './micros-of-nanos.ts'
import type { PatternElement } from './pattern/elements.ts'
import { formatElements, NoZone } from './pattern/format-elements.ts'
import { BadPattern, patternElements } from './pattern/letters.ts'
import { localizedElements } from './pattern/locale-names.ts'
import { type ParsedFields, parseElements } from './pattern/parse-elements.ts'
import { resolveFields } from './pattern/resolve.ts'
import type { Zone } from './zone.ts'

export { NoZone }

/** Why a text does not fit, in Java's words: `could not be parsed at index 4`. */
export interface PatternFailure {
  readonly failure: string
}

/** A date and time read from text: `local` wall-clock microseconds since 1970, and the zone if the text had one. */
export interface PatternReading {
  readonly local: Micros
  /** Nanoseconds within the microsecond. */
  readonly nanos: number
  readonly zone: Zone | undefined
}

/** A compiled pattern. Each direction is checked when first used: some letters can only be printed. */
export interface DatetimePattern {
  readonly pattern: string
  /**
   * Checks the pattern for one direction.
   *
   * @throws INVALID_DATETIME_PATTERN.WITH_SUGGESTION, INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_PATTERN_RECOGNITION
   */
  check(direction: 'format' | 'parse'): void
  /** Text of an instant (microseconds since 1970, nanoseconds within) as a clock in `zone` shows it. */
  format(instant: Micros, zone: Zone, nanos?: number): string
  /** Text of a wall-clock reading (TIMESTAMP_NTZ). Zone letters throw `NoZone`. */
  formatLocal(local: Micros, nanos?: number): string
  /** Text of a day (days since 1970). Zone letters throw `NoZone`. */
  formatDate(days: number): string
  /** Reads the whole text; missing fields are those of 1970-01-01 00:00. */
  parse(text: string): PatternReading | PatternFailure
  /** The instant of a text; its own zone wins over `zone`. */
  parseTimestamp(text: string, zone: Zone): Micros | undefined
  /** Wall-clock microseconds of a text without a zone; undefined also when it has one. */
  parseTimestampNtz(text: string): Micros | undefined
  /** Nanoseconds of a text: of the instant, or without `zone` of the wall clock's reading, which has no zone. */
  parseNanos(text: string, zone: Zone | undefined): bigint | undefined
  /** Days since 1970 of a text. */
  parseDate(text: string): number | undefined
}

/**
 * Compiles a pattern. Nothing is checked before the first use.
 *
 * @param locale language tag of its names of months, days and halves of the day; what else is words is English
 * @param local for TIMESTAMP_NTZ, which Spark 2 had no reader of: every refusal is WITH_SUGGESTION
 */
export function compilePattern(pattern: string, locale = 'en-US', local = false): DatetimePattern {
  return new CompiledPattern(pattern, locale, local)
}

/** Whether `parse` failed. */
export function isPatternFailure(outcome: PatternReading | PatternFailure): outcome is PatternFailure {
  return 'failure' in outcome
}

const longest = 9_223_372_036_854_775_807n

/** Of the instant, or without a zone of the wall clock's reading. */
function microsIn(outcome: PatternReading | PatternFailure, zone: Zone | undefined): Micros | undefined {
  if (isPatternFailure(outcome)) return undefined
  if (!zone) return outcome.zone ? undefined : outcome.local
  const instant = (outcome.zone ?? zone).toInstant(outcome.local)
  return instant > longest || instant < -longest - 1n ? undefined : instant
}

class CompiledPattern implements DatetimePattern {
  readonly pattern: string
  readonly #locale: string
  readonly #local: boolean
  #printed: readonly PatternElement[] | undefined
  #read: readonly PatternElement[] | undefined

  constructor(pattern: string, locale: string, local: boolean) {
    this.pattern = pattern
    this.#locale = locale
    this.#local = local
  }

  check(direction: 'format' | 'parse'): void {
    this.#elements(direction === 'parse')
  }

  #elements(parsing: boolean): readonly PatternElement[] {
    const known = parsing ? this.#read : this.#printed
    if (known) return known
    try {
      const english = patternElements(this.pattern, parsing)
      const elements = /^en(-US)?$/i.test(this.#locale) ? english : localizedElements(english, this.#locale)
      if (parsing) this.#read = elements
      else this.#printed = elements
      return elements
    } catch (error) {
      throw error instanceof BadPattern ? patternError(this.pattern, error, this.#local) : error
    }
  }

  format(instant: Micros, zone: Zone, nanos = 0): string {
    return formatElements(this.#elements(false), { local: zone.toLocal(instant), nanos, zone, instant })
  }

  formatLocal(local: Micros, nanos = 0): string {
    return formatElements(this.#elements(false), { local, nanos, zone: undefined, instant: local })
  }

  formatDate(days: number): string {
    return this.formatLocal(BigInt(days) * microsPerDay)
  }

  parse(text: string): PatternReading | PatternFailure {
    const fields: ParsedFields = { values: new Map(), micros: 0, nanos: 0, zone: undefined }
    const end = parseElements(this.#elements(true), text, 0, fields)
    if (end < 0) return { failure: `could not be parsed at index ${~end}` }
    if (end < text.length) return { failure: `could not be parsed, unparsed text found at index ${end}` }
    const local = resolveFields(fields)
    if (typeof local === 'string') return { failure: `could not be parsed: ${local}` }
    return { local, nanos: fields.nanos, zone: fields.zone }
  }

  parseTimestamp(text: string, zone: Zone): Micros | undefined {
    return microsIn(this.parse(text), zone)
  }

  parseTimestampNtz(text: string): Micros | undefined {
    return microsIn(this.parse(text), undefined)
  }

  parseNanos(text: string, zone: Zone | undefined): bigint | undefined {
    const outcome = this.parse(text)
    const micros = microsIn(outcome, zone)
    if (micros === undefined || isPatternFailure(outcome)) return undefined
    return micros * nanosPerMicro + BigInt(outcome.nanos)
  }

  parseDate(text: string): number | undefined {
    const outcome = this.parse(text)
    return isPatternFailure(outcome) ? undefined : dayOfMicros(outcome.local)
  }
}

const simpleDateFormatLetters = new Set('GyYMLwWDdFEuaHkKhmsSzZX')

/**
 * What Spark 2's SimpleDateFormat took gets another condition: there the result changed between versions. What neither
 * takes is refused as Spark itself refuses it, or else Java's refusal comes with a guide.
 */
function patternError(pattern: string, bad: BadPattern, local: boolean): MillraceError {
  const cause = bad.condition === undefined ? bad : refusal(bad.part ?? pattern, bad.condition, bad.message)
  const unquoted = pattern.split("'").filter((_, at) => at % 2 === 0)
  const legacy =
    !local &&
    pattern.split("'").length % 2 === 1 &&
    !/[a-zA-Z]/.test([...unquoted.join('')].filter((c) => !simpleDateFormatLetters.has(c)).join(''))
  const guide = "'https://spark.apache.org/docs/latest/sql-ref-datetime-pattern.html'"
  if (!legacy && !local && cause instanceof MillraceError) return cause
  if (!legacy) {
    return new MillraceError(
      'INVALID_DATETIME_PATTERN.WITH_SUGGESTION',
      `Unrecognized datetime pattern: '${pattern.replaceAll("'", "\\'")}'. You can form a valid datetime pattern with the guide from ${guide}.`,
      { sqlState: '22007', parameters: { pattern }, cause },
    )
  }
  return new MillraceError(
    'INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_PATTERN_RECOGNITION',
    'You may get a different result due to the upgrading to Spark >= 3.0:\n' +
      `Fail to recognize '${pattern}' pattern in the DateTimeFormatter. You can form a valid datetime pattern with the guide from ${guide}.`,
    { sqlState: '42K0B', parameters: { pattern }, cause },
  )
}

function refusal(pattern: string, condition: string, reason: string): MillraceError {
  const upgraded = condition.startsWith('INCONSISTENT_BEHAVIOR')
  const head = upgraded
    ? 'You may get a different result due to the upgrading to Spark >= 3.0:\n'
    : `Unrecognized datetime pattern: ${pattern}. `
  return new MillraceError(condition, `${head}${reason}`, {
    sqlState: upgraded ? '42K0B' : '22007',
    parameters: { pattern },
  })
}

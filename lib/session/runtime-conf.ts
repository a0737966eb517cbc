/** `session.conf`: settings by Spark's names, as text, over a table of the defaults that a program may read. */
import { MillraceError } from '../errors.ts'
import { findZone } from '../types/time/zone.ts'
import { isModifiableSetting, requireModifiable } from './static-settings.ts'

/** Spark 4.3's values of the settings that millrace reads. */
const defaults: ReadonlyMap<string, string> = new Map([
  ['spark.sql.ansi.enabled', 'true'],
  ['spark.sql.caseSensitive', 'false'],
  ['spark.sql.columnNameOfCorruptRecord', '_corrupt_record'],
  ['spark.sql.parser.escapedStringLiterals', 'false'],
  ['spark.sql.pivotMaxValues', '10000'],
  ['spark.sql.session.timeZone', 'UTC'],
  ['spark.sql.sources.default', 'parquet'],
  ['spark.sql.shuffle.partitions', '200'],
  ['spark.sql.streaming.minBatchesToRetain', '100'],
  ['spark.sql.streaming.multipleWatermarkPolicy', 'min'],
  ['spark.sql.streaming.noDataMicroBatches.enabled', 'true'],
  ['spark.sql.streaming.noDataProgressEventInterval', '10000'],
  ['spark.sql.streaming.numRecentProgressUpdates', '100'],
  ['spark.sql.streaming.pollingDelay', '10'],
  ['spark.sql.streaming.schemaInference', 'false'],
  ['spark.sql.streaming.statefulOperator.checkCorrectness.enabled', 'true'],
  ['spark.sql.streaming.unsupportedOperationCheck', 'true'],
  ['spark.sql.timestampNanosTypes.enabled', 'false'],
  ['spark.sql.variable.substitute', 'true'],
])

const wholeNumbers = new Set([
  'spark.sql.shuffle.partitions',
  'spark.sql.streaming.minBatchesToRetain',
  'spark.sql.streaming.numRecentProgressUpdates',
])

/** Settings of one session. Names are Spark's and matched as written; values are kept as text. */
export class RuntimeConf {
  /** What the session was made with: where `reset` goes back to. */
  readonly #initial = new Map<string, string>()
  readonly #values = new Map<string, string>()

  /**
   * The value set, else `fallback`, else Spark's default.
   *
   * @throws SQL_CONF_NOT_FOUND when the setting has neither a value nor a default
   */
  get(key: string, fallback?: string): string {
    const value = this.#values.get(key) ?? fallback ?? defaults.get(key)
    if (value !== undefined) return value
    throw new MillraceError(
      'SQL_CONF_NOT_FOUND',
      `The SQL config "${key}" cannot be found. Please verify that the config exists.`,
      {
        sqlState: '42K0I',
        parameters: { sqlConf: `"${key}"` },
      },
    )
  }

  /** The value set, or undefined: what connectors and queries ask, which know their defaults themselves. */
  find(key: string): string | undefined {
    return this.#values.get(key)
  }

  /** Spark's default of a setting that millrace knows. */
  defaultOf(key: string): string | undefined {
    return defaults.get(key)
  }

  /**
   * Sets a value.
   *
   * @throws CANNOT_MODIFY_STATIC_CONFIG, CANNOT_MODIFY_CONFIG, INVALID_CONF_VALUE.*
   */
  set(key: string, value: string | number | bigint | boolean): void {
    requireModifiable(key)
    this.#values.set(key, checked(key, String(value)))
  }

  /** Back to the default, even of a setting that the session was made with. @throws as `set` */
  unset(key: string): void {
    requireModifiable(key)
    this.#values.delete(key)
  }

  /** Whether a running session may change the setting with effect: those of `spark.sql` that are not static. */
  isModifiable(key: string): boolean {
    return isModifiableSetting(key)
  }

  /** All settings back to what the session was made with, or one. @throws as `set` */
  reset(key?: string): void {
    if (key !== undefined) requireModifiable(key)
    for (const one of key === undefined ? [...this.#values.keys()] : [key]) this.#values.delete(one)
    for (const [one, value] of this.#initial) if (key === undefined || one === key) this.#values.set(one, value)
  }

  /** A setting the session is made with: any may be given then. @throws INVALID_CONF_VALUE.* */
  configure(key: string, value: string): void {
    this.#values.set(key, checked(key, value))
    this.#initial.set(key, value)
  }

  /** What the session was made with. */
  get initial(): ReadonlyMap<string, string> {
    return this.#initial
  }

  /** Everything that was set, by name. */
  get getAll(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.#values].sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  /** Whether a setting that is true or false is not false. */
  isOn(key: string): boolean {
    return this.get(key).trim().toLowerCase() !== 'false'
  }

  /** `spark.sql.ansi.enabled` */
  get ansi(): boolean {
    return this.isOn('spark.sql.ansi.enabled')
  }

  /** `spark.sql.timestampNanosTypes.enabled` */
  get nanosTimestamps(): boolean {
    return this.isOn('spark.sql.timestampNanosTypes.enabled')
  }

  /** `spark.sql.session.timeZone`: IANA name or offset. */
  get zone(): string {
    return this.get('spark.sql.session.timeZone')
  }
}

/** The value, when the setting may have it. */
function checked(key: string, value: string): string {
  if (key === 'spark.sql.session.timeZone') {
    if (findZone(value)) return value
    throw invalidValue('TIME_ZONE', key, value, 'Cannot resolve the given timezone.')
  }
  const standard = defaults.get(key)
  if ((standard === 'true' || standard === 'false') && !/^\s*(true|false)\s*$/i.test(value)) {
    throw invalidValue('TYPE_MISMATCH', key, value, "It should be a/an 'boolean' value.")
  }
  if (wholeNumbers.has(key) && !/^\s*-?\d+\s*$/.test(value)) {
    throw invalidValue('TYPE_MISMATCH', key, value, "It should be a/an 'int' value.")
  }
  if (key === 'spark.sql.streaming.multipleWatermarkPolicy' && value !== 'min' && value !== 'max') {
    const rule = `Invalid value for 'spark.sql.streaming.multipleWatermarkPolicy'. Valid values are 'min' and 'max'`
    throw invalidValue('REQUIREMENT', key, value, rule)
  }
  return value
}

function invalidValue(kind: string, key: string, value: string, rule: string): MillraceError {
  return new MillraceError(
    `INVALID_CONF_VALUE.${kind}`,
    `The value '${value}' in the config "${key}" is invalid. ${rule}`,
    { sqlState: '22022', parameters: { confValue: value, confName: key } },
  )
}

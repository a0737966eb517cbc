/** `session.conf`: settings by Spark's names, as text, over a table of the defaults that a program may read. */
import { MillraceError } from '../errors.ts'

/** Spark 4.3's values of the settings that millrace reads. */
const defaults: ReadonlyMap<string, string> = new Map([
  ['spark.sql.ansi.enabled', 'true'],
  ['spark.sql.caseSensitive', 'false'],
  ['spark.sql.columnNameOfCorruptRecord', '_corrupt_record'],
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
  ['spark.sql.streaming.unsupportedOperationCheck', 'true'],
])

/** Settings of one session. Names are Spark's and matched as written; values are kept as text. */
export class RuntimeConf {
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

  set(key: string, value: string | number | bigint | boolean): void {
    this.#values.set(key, String(value))
  }

  unset(key: string): void {
    this.#values.delete(key)
  }

  /** Everything that was set, by name. */
  get getAll(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.#values].sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  /** `spark.sql.ansi.enabled` */
  get ansi(): boolean {
    return this.get('spark.sql.ansi.enabled').trim().toLowerCase() !== 'false'
  }

  /** `spark.sql.session.timeZone`: IANA name or offset. */
  get zone(): string {
    return this.get('spark.sql.session.timeZone')
  }
}

/**
 * Spark's data types as plain frozen data (structured-clone safe).
 *
 * The table of internal JavaScript values (`SqlValue`), one per type, which interpreter, builders and row edges share:
 *
 * | type | internal value | layout of its vector |
 * |---|---|---|
 * | boolean | boolean | `bool` |
 * | byte short int, date (days since 1970), year-month interval (months) | number | `int32` |
 * | long, timestamp / timestamp_ntz (µs since 1970), time (ns), day-time interval (µs) | bigint | `int64` |
 * | timestamp_nanos (ns since 1970) | bigint | `int128` |
 * | float double | number | `float64` |
 * | decimal(p,s) | bigint, unscaled | `int64` up to precision 18, else `int128` |
 * | string (char, varchar) | string | `bytes` or `dictionary` |
 * | binary | Uint8Array | `bytes` or `dictionary` |
 * | array | SqlValue[] | `list` |
 * | map | [key, value][] in insertion order | `map` |
 * | struct | SqlValue[] by position | `struct` |
 * | calendar interval | [months, days, µs] | `struct` of int, int and long |
 * | geometry, geography | [SRID, WKB] | `struct` of int and binary |
 * | variant | [value, metadata], both Uint8Array (`variant/`) | `struct` of two binary columns |
 * | null (void) | null | `null` |
 */
export type DataType =
  | { readonly kind: SimpleKind }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  /** TIMESTAMP_LTZ(7 to 9), or TIMESTAMP_NTZ of these where `local`. Nanoseconds of years 1 to 9999 take more than 64 bits. */
  | { readonly kind: 'timestamp_nanos'; readonly precision: number; readonly local: boolean }
  /** `from`/`to`: 0 day, 1 hour, 2 minute, 3 second. */
  | { readonly kind: 'day_time_interval'; readonly from: number; readonly to: number }
  /** `from`/`to`: 0 year, 1 month. */
  | { readonly kind: 'year_month_interval'; readonly from: number; readonly to: number }
  | { readonly kind: 'char' | 'varchar'; readonly length: number }
  /** Of one spatial reference system, or of any. */
  | { readonly kind: 'geometry' | 'geography'; readonly srid: number | 'any' }
  | { readonly kind: 'array'; readonly element: DataType; readonly containsNull: boolean }
  | { readonly kind: 'map'; readonly key: DataType; readonly value: DataType; readonly valueContainsNull: boolean }
  | { readonly kind: 'struct'; readonly fields: readonly Field[] }

export type SimpleKind =
  | 'null'
  | 'boolean'
  | 'byte'
  | 'short'
  | 'int'
  | 'long'
  | 'float'
  | 'double'
  | 'string'
  | 'binary'
  | 'date'
  | 'timestamp'
  | 'timestamp_ntz'
  | 'time'
  | 'calendar_interval'
  | 'variant'

/** One named column or struct field. `metadata` carries what Spark's does: comments, the event-time tag. */
export interface Field {
  readonly name: string
  readonly type: DataType
  readonly nullable: boolean
  readonly metadata?: FieldMetadata
  /**
   * Top-level columns only: the alias a column may be qualified by (`a` in `a.k`), set by `alias()`. A plain reference
   * keeps it, an expression or a new name does not. Not part of the type: never compared, never stored.
   */
  readonly qualifier?: string
}

export interface FieldMetadata {
  readonly comment?: string
  /** Delay in µs: this column carries the event time of a `withWatermark` (Spark's `spark.watermarkDelayMs`). */
  readonly watermarkDelay?: bigint
  /** A source's column about its files, not of what is in them (Spark's `__file_source_metadata_col`). */
  readonly fileMetadata?: true
  /** The column is what `window` or `session_window` made (Spark's `spark.timeWindow`, `spark.sessionWindow`). */
  readonly window?: 'time' | 'session'
  /** Of the first field of an aggregate's state: its call as JSON, so that whoever reads the state can tell what it is. */
  readonly aggregate?: string
}

/** Microseconds since 1970-01-01T00:00:00Z, or a length of time in microseconds. */
export type Micros = bigint

/** An internal value; see the table above. `null` is SQL's NULL. */
export type SqlValue = null | boolean | number | bigint | string | Uint8Array | readonly SqlValue[]

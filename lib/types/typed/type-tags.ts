/**
 * Types of columns for the compiler. A schema is a `Shape`: column name → SQL type tag, not JavaScript type, since the
 * SQL type decides what follows (`sum(INT)` is LONG). Values appear only at the edge, by `RowOf`. Nothing here exists at
 * run time; the tags' run-time twin is `StructSchema` in struct.ts.
 */
import type { Decimal } from '../values/decimal.ts'
import type { DayTimeInterval, YearMonthInterval } from '../values/interval.ts'
import type { LocalDate } from '../values/local-date.ts'
import type { LocalDateTime } from '../values/local-date-time.ts'
import type { Timestamp } from '../values/timestamp.ts'
import type { VariantValue } from '../values/variant-value.ts'

/** A SQL type's tag and the JavaScript value it has in a row. */
export interface Type<K extends string = string, V = unknown> {
  readonly kind: K
  readonly _v?: V
}

export interface StringT extends Type<'string', string> {}
export interface ByteT extends Type<'byte', number> {}
export interface ShortT extends Type<'short', number> {}
export interface IntT extends Type<'int', number> {}
export interface LongT extends Type<'long', bigint> {}
export interface FloatT extends Type<'float', number> {}
export interface DoubleT extends Type<'double', number> {}
export interface BooleanT extends Type<'boolean', boolean> {}
export interface TimestampT extends Type<'timestamp', Timestamp> {}
export interface TimestampNtzT extends Type<'timestamp_ntz', LocalDateTime> {}
export interface DateT extends Type<'date', LocalDate> {}
export interface DecimalT extends Type<'decimal', Decimal> {}
export interface BinaryT extends Type<'binary', Uint8Array> {}
export interface DayTimeIntervalT extends Type<'day_time_interval', DayTimeInterval> {}
export interface YearMonthIntervalT extends Type<'year_month_interval', YearMonthInterval> {}
export interface VariantT extends Type<'variant', VariantValue> {}
export interface ArrayT<E extends Type = Type> extends Type<'array', (ValueOf<E> | null)[]> {
  readonly element: E
}
export interface MapT<K extends Type = Type, V extends Type = Type>
  extends Type<'map', Map<ValueOf<K>, ValueOf<V> | null>> {
  readonly key: K
  readonly value: V
}
export interface StructT<F extends Shape = Shape> extends Type<'struct', RowOf<F>> {
  readonly fields: F
}
/** The compiler cannot know; `cast` or a schema-bound column says. */
export interface UnknownT extends Type<'unknown', unknown> {}
/** Several columns have this name after a join: it names none of them (Spark: AMBIGUOUS_REFERENCE). */
export interface Ambiguous<N extends string> extends Type<'ambiguous', never> {
  readonly name: N
}
/** The type of the column of this name, once the schema is known. */
export interface Ref<N extends string> extends Type<'ref', unknown> {
  readonly name: N
}
/** What an aggregate or a window makes of a type, once that is known: see `Resolve`. */
export interface Derived<R extends DerivedRule, D extends Type> extends Type<'derived', unknown> {
  readonly rule: R
  readonly of: D
}
export type DerivedRule = 'sum' | 'mean' | 'list' | 'window' | 'end'
export type ValueOf<T extends Type> = Exclude<T['_v'], undefined>

/** A schema: column name → type tag. */
export type Shape = { readonly [name: string]: Type }
/** Where the compiler cannot know the columns: names are not checked, values are unknown. */
// biome-ignore lint/suspicious/noExplicitAny: `any` is the one shape that every name and value fits
export type Dynamic = any
export type Name<S> = keyof S & string
/** A row as the program sees it. */
export type RowOf<S extends Shape> = { -readonly [K in keyof S]: ValueOf<S[K]> | null }

/** Tags by the names that `cast` and DDL take. */
export interface TypeByName {
  string: StringT
  byte: ByteT
  tinyint: ByteT
  short: ShortT
  smallint: ShortT
  int: IntT
  integer: IntT
  long: LongT
  bigint: LongT
  float: FloatT
  real: FloatT
  double: DoubleT
  boolean: BooleanT
  timestamp: TimestampT
  timestamp_ltz: TimestampT
  timestamp_ntz: TimestampNtzT
  date: DateT
  decimal: DecimalT
  binary: BinaryT
  variant: VariantT
}
